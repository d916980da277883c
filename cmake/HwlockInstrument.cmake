# Sanitizers and coverage, of hwlock's own code: libMLIR and libLLVM have neither.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
  message(FATAL_ERROR "HWLOCK_SANITIZE and HWLOCK_COVERAGE need clang, found "
    "${CMAKE_CXX_COMPILER_ID}; use the preset \"asan\"")
endif()

if(HWLOCK_SANITIZE)
  # Checks of virtual calls need the type information of the callee's classes,
  # which LLVM leaves out; those of indirect calls do not know its functions.
  # The test preset sets allow_user_poisoning=0: LLVM's allocators would mark
  # memory in hwlock's copies of their inline code, but not in the library's.
  set(sanitize -fsanitize=${HWLOCK_SANITIZE} -fno-sanitize=vptr,function
    -fno-sanitize-recover=all -fno-omit-frame-pointer
    -fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/sanitize-ignore.txt)
  add_compile_options("$<$<COMPILE_LANGUAGE:C,CXX>:${sanitize}>")
  add_link_options(${sanitize})
endif()

if(HWLOCK_COVERAGE)
  # Only what scripts/coverage reports on.
  set(list ${CMAKE_BINARY_DIR}/coverage.list)
  file(CONFIGURE OUTPUT ${list} @ONLY CONTENT "[clang]
source:@PROJECT_SOURCE_DIR@/lib/*=allow
source:@PROJECT_SOURCE_DIR@/include/*=allow
default:skip
")
  set(coverage -fprofile-instr-generate -fcoverage-mapping -fprofile-list=${list})
  add_compile_options("$<$<COMPILE_LANGUAGE:C,CXX>:${coverage}>")
  add_link_options(-fprofile-instr-generate)
endif()
