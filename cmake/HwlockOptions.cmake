# Compiler flags that every target shares.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

function(hwlock_set_warnings target)
  target_compile_options(${target} PRIVATE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wno-unused-parameter -Wcast-qual
      -Wimplicit-fallthrough -Wnon-virtual-dtor>)
  # GCC 12 sees overflows in std::vector that cannot be, at -O3.
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    target_compile_options(${target} PRIVATE
      $<$<COMPILE_LANGUAGE:CXX>:-Wno-array-bounds -Wno-stringop-overflow
        -Wno-stringop-overread -Wno-restrict>)
  endif()
  if(HWLOCK_WERROR)
    target_compile_options(${target} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:-Werror>)
  endif()
endfunction()

if(HWLOCK_SANITIZE OR HWLOCK_COVERAGE)
  include(HwlockInstrument)
endif()

if(HWLOCK_BUILD_FUZZERS)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "HWLOCK_BUILD_FUZZERS needs clang, found ${CMAKE_CXX_COMPILER_ID}; "
      "use the preset \"fuzz\"")
  endif()
  set(fuzz_options -fsanitize=fuzzer-no-link,address,undefined
    -fno-sanitize-recover=all -fno-omit-frame-pointer)
  # With assertions.
  add_compile_options(${fuzz_options} -UNDEBUG)
  add_link_options(${fuzz_options})
endif()
