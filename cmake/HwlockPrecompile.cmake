# Headers that most of the compiler and of the tests include, parsed once: they
# are most of the time of a build. Sources include what they use all the same,
# which the builds without this option check.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

set(HWLOCK_GTEST_HEADERS <gtest/gtest.h>)
set(HWLOCK_MLIR_HEADERS
  <mlir/Dialect/Affine/IR/AffineOps.h>
  <mlir/Dialect/Arith/IR/Arith.h>
  <mlir/Dialect/Func/IR/FuncOps.h>
  <mlir/Dialect/Linalg/IR/Linalg.h>
  <mlir/Dialect/Linalg/Transforms/Transforms.h>
  <mlir/Dialect/MemRef/IR/MemRef.h>
  <mlir/Dialect/SCF/IR/SCF.h>
  <mlir/Dialect/Tensor/IR/Tensor.h>
  <mlir/Dialect/Vector/IR/VectorOps.h>
  <mlir/Pass/PassManager.h>)

# Gives `target` the headers of the row it stands on, which the libraries that it
# links tell. The first target of each kind compiles them, the others share that:
# `kind` stands for the flags that must agree.
function(hwlock_precompile_headers target kind)
  if(NOT HWLOCK_PRECOMPILE_HEADERS)
    return()
  endif()
  set(headers)
  if(kind MATCHES Test)
    list(APPEND headers ${HWLOCK_GTEST_HEADERS})
  endif()
  get_target_property(libraries ${target} LINK_LIBRARIES)
  foreach(library ${target} ${libraries})
    if(TARGET ${library})
      get_target_property(compiler_row ${library} HWLOCK_COMPILER_ROW)
      if(compiler_row)
        set(kind Compiler${kind})
        list(APPEND headers ${HWLOCK_MLIR_HEADERS})
        break()
      endif()
    endif()
  endforeach()
  get_property(owner GLOBAL PROPERTY HWLOCK_PRECOMPILED_${kind})
  if(owner)
    target_precompile_headers(${target} REUSE_FROM ${owner})
  elseif(headers)
    target_precompile_headers(${target} PRIVATE ${headers})
    set_property(GLOBAL PROPERTY HWLOCK_PRECOMPILED_${kind} ${target})
  endif()
endfunction()
