# Finds MLIR 22 and sets up TableGen.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

# The version file of LLVM wants major.minor.
find_package(MLIR 22.1 REQUIRED CONFIG HINTS /usr/lib/llvm-22/lib/cmake/mlir)
message(STATUS "MLIR ${LLVM_PACKAGE_VERSION} in ${MLIR_DIR}")

# Must be on before AddMLIR: tools then link one shared libMLIR.
set(MLIR_LINK_MLIR_DYLIB ON)
set(LLVM_LINK_LLVM_DYLIB ON)
list(APPEND CMAKE_MODULE_PATH ${MLIR_CMAKE_DIR} ${LLVM_CMAKE_DIR})
set(LLVM_RUNTIME_OUTPUT_INTDIR ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
set(LLVM_LIBRARY_OUTPUT_INTDIR ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
include(TableGen)
include(AddLLVM)
include(AddMLIR)
separate_arguments(HWLOCK_LLVM_DEFINITIONS UNIX_COMMAND "${LLVM_DEFINITIONS}")
if(NOT LLVM_ENABLE_ASSERTIONS)
  # The layout of llvm::Statistic depends on it.
  list(APPEND HWLOCK_LLVM_DEFINITIONS -DNDEBUG)
endif()
find_program(HWLOCK_CLANG NAMES clang-22 HINTS ${LLVM_TOOLS_BINARY_DIR} REQUIRED)
find_program(HWLOCK_LLVM_LINK NAMES llvm-link HINTS ${LLVM_TOOLS_BINARY_DIR} REQUIRED NO_DEFAULT_PATH)
