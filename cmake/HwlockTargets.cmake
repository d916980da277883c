# One function for each kind of target.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# Library of the run-time row: no LLVM, plain C++20, exceptions off.
function(hwlock_add_runtime_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_link_libraries(${name} PUBLIC ${ARG_LINK})
  target_compile_options(${name} PRIVATE -fno-exceptions)
  hwlock_set_warnings(${name})
endfunction()

# Library of the compiler row: links the shared libMLIR.
function(hwlock_add_compiler_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_SOURCES})
  target_include_directories(${name} SYSTEM PUBLIC ${MLIR_INCLUDE_DIRS} ${LLVM_INCLUDE_DIRS})
  target_include_directories(${name} PUBLIC ${CMAKE_BINARY_DIR}/include)
  target_link_libraries(${name} PUBLIC ${ARG_LINK} MLIR LLVM)
  target_compile_definitions(${name} PUBLIC ${HWLOCK_LLVM_DEFINITIONS})
  target_compile_options(${name} PRIVATE -fno-exceptions)
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
  set_target_properties(${name} PROPERTIES HWLOCK_COMPILER_ROW ON)
  hwlock_set_warnings(${name})
  hwlock_precompile_headers(${name} Library)
endfunction()

# Shared library that shows what EXPORTS, a version script, names.
function(hwlock_add_shared_library name)
  cmake_parse_arguments(ARG "" "EXPORTS" "SOURCES;LINK" ${ARGN})
  set(exports ${CMAKE_CURRENT_SOURCE_DIR}/${ARG_EXPORTS})
  add_library(${name} SHARED ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  target_compile_options(${name} PRIVATE -fno-exceptions)
  target_link_options(${name} PRIVATE -Wl,--version-script=${exports})
  if(NOT HWLOCK_SANITIZE)
    # The run time of a sanitizer is the program's.
    target_link_options(${name} PRIVATE -Wl,--no-undefined)
  endif()
  set_target_properties(${name} PROPERTIES LINK_DEPENDS ${exports})
  hwlock_set_warnings(${name})
endfunction()

# Program in build/bin.
function(hwlock_add_tool name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  target_compile_options(${name} PRIVATE -fno-exceptions)
  hwlock_set_warnings(${name})
  hwlock_precompile_headers(${name} Tool)
endfunction()

# GoogleTest program, registered under ctest as unit.<name>.
function(hwlock_add_unittest name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} GTest::gtest_main)
  hwlock_set_warnings(${name})
  hwlock_precompile_headers(${name} Test)
  add_test(NAME unit.${name} COMMAND ${name})
endfunction()
