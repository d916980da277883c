# Compiles sources that run inside models to one LLVM bitcode file and embeds it,
# as a GPU compiler embeds its device library.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

set(HWLOCK_BITCODE_FLAGS
  -std=c++20 -O3 -fPIC -ffreestanding
  -fno-stack-protector -fno-asynchronous-unwind-tables -fno-exceptions -fno-rtti
  -fno-threadsafe-statics -Wall -Wextra -Wno-unused-parameter)
if(HWLOCK_WERROR)
  list(APPEND HWLOCK_BITCODE_FLAGS -Werror)
endif()

# Adds an object library `name` that defines `SYMBOL` and `SYMBOL`_end around the
# linked bitcode of `SOURCES`, compiled for `TARGET`.
function(hwlock_add_embedded_bitcode name)
  cmake_parse_arguments(ARG "" "SYMBOL;TARGET" "SOURCES" ${ARGN})
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${name}.dir)
  file(MAKE_DIRECTORY ${folder})
  set(modules)
  foreach(source ${ARG_SOURCES})
    get_filename_component(source ${source} ABSOLUTE)
    get_filename_component(base ${source} NAME_WE)
    set(module ${folder}/${base}.bc)
    add_custom_command(
      OUTPUT ${module}
      COMMAND ${HWLOCK_CLANG} -target ${ARG_TARGET} ${HWLOCK_BITCODE_FLAGS} -I${PROJECT_SOURCE_DIR}/include
        -emit-llvm -c ${source} -o ${module} -MD -MF ${module}.d
      DEPENDS ${source}
      DEPFILE ${module}.d
      COMMENT "Bitcode of ${base}"
      VERBATIM)
    list(APPEND modules ${module})
  endforeach()
  set(linked ${folder}/linked.bc)
  add_custom_command(
    OUTPUT ${linked}
    COMMAND ${HWLOCK_LLVM_LINK} ${modules} -o ${linked}
    DEPENDS ${modules}
    COMMENT "Linking ${name}"
    VERBATIM)
  set(assembly ${folder}/embed.S)
  file(CONFIGURE OUTPUT ${assembly} @ONLY CONTENT
"    .section .rodata
    .balign 16
    .globl @ARG_SYMBOL@
@ARG_SYMBOL@:
    .incbin \"@linked@\"
    .globl @ARG_SYMBOL@_end
@ARG_SYMBOL@_end:
    .byte 0
    .section .note.GNU-stack,\"\",%progbits
")
  set_source_files_properties(${assembly} PROPERTIES OBJECT_DEPENDS ${linked})
  add_library(${name} OBJECT ${assembly})
  set_target_properties(${name} PROPERTIES HWLOCK_BITCODE_FILE ${linked})
endfunction()
