# The lit tests, the examples of the documentation and the generated pages.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

find_package(Python3 REQUIRED COMPONENTS Interpreter)
# The default that LLVM's CMake names does not exist in Debian's packages.
find_program(LLVM_EXTERNAL_LIT lit HINTS ${LLVM_TOOLS_BINARY_DIR} REQUIRED NO_DEFAULT_PATH)
# The plug-in has to work with a program that knows nothing of hwlock.
find_program(HWLOCK_STOCK_MLIR_OPT mlir-opt HINTS ${LLVM_TOOLS_BINARY_DIR} REQUIRED NO_DEFAULT_PATH)

configure_file(${CMAKE_CURRENT_LIST_DIR}/lit.site.cfg.py.in
  ${CMAKE_CURRENT_BINARY_DIR}/lit.site.cfg.py @ONLY)
add_test(NAME lit
  COMMAND ${Python3_EXECUTABLE} ${LLVM_EXTERNAL_LIT} -sv ${CMAKE_CURRENT_BINARY_DIR})
add_test(NAME doc-examples
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/doc-examples.py
    $<TARGET_FILE:hwlock-opt>)
add_test(NAME verifier-rules
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/verifier-rules.py)
add_test(NAME format-tables
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/format-tables.py)
add_test(NAME pass-tests
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/pass-tests.py)
add_test(NAME generated-docs
  COMMAND ${PROJECT_SOURCE_DIR}/scripts/generate-docs --check)
set_tests_properties(generated-docs PROPERTIES
  ENVIRONMENT "HWLOCK_BUILD_DIR=${PROJECT_BINARY_DIR};MLIR_TBLGEN=${LLVM_TOOLS_BINARY_DIR}/mlir-tblgen;MLIR_INCLUDE=${LLVM_INCLUDE_DIRS}")
