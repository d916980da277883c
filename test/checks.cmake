# Checks of the tree itself, and of real models, under ctest.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

foreach(check format layers)
  add_test(NAME check.${check} COMMAND ${PROJECT_SOURCE_DIR}/scripts/check-${check})
endforeach()

# The build without LLVM, with both compilers; one without precompiled headers, which
# hide an #include that is missing.
set(check_runtime_only ${PROJECT_SOURCE_DIR}/scripts/check-runtime-only)
add_test(NAME runtime-only.g++
  COMMAND ${check_runtime_only} ${CMAKE_BINARY_DIR}/runtime-only-g++ g++)
add_test(NAME runtime-only.clang++-22
  COMMAND ${check_runtime_only} ${CMAKE_BINARY_DIR}/runtime-only-clang++-22 clang++-22
    -DHWLOCK_PRECOMPILE_HEADERS=ON)

# clang's build without warnings, with sanitizers, in build-asan/.
add_test(NAME asan COMMAND ${PROJECT_SOURCE_DIR}/scripts/sanitize)
set_tests_properties(asan PROPERTIES TIMEOUT 2400 LABELS slow RUN_SERIAL TRUE)
add_test(NAME coverage COMMAND ${PROJECT_SOURCE_DIR}/scripts/coverage --no-run)
set_tests_properties(coverage PROPERTIES DEPENDS asan LABELS slow)

# Builds in build-fuzz/.
add_test(NAME fuzz COMMAND ${PROJECT_SOURCE_DIR}/scripts/fuzz 20)
set_tests_properties(fuzz PROPERTIES TIMEOUT 1200)

# scripts/setup makes the environment.
set(HWLOCK_PYTHON ${PROJECT_SOURCE_DIR}/.venv/bin/python)
if(EXISTS ${HWLOCK_PYTHON})
  # Two files at a time: what a file's tests share is made once.
  add_test(NAME pytest
    COMMAND ${HWLOCK_PYTHON} -m pytest -c ${CMAKE_CURRENT_SOURCE_DIR}/pytest.ini
      -n 2 --dist loadfile ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(pytest PROPERTIES
    ENVIRONMENT HWLOCK_BUILD_DIR=${CMAKE_BINARY_DIR} TIMEOUT 3600)
  add_test(NAME docs COMMAND ${PROJECT_SOURCE_DIR}/scripts/build-docs)
  set_tests_properties(docs PROPERTIES ENVIRONMENT HWLOCK_BUILD_DIR=${CMAKE_BINARY_DIR})
else()
  message(STATUS "No .venv: pytest and docs are left out; run scripts/setup to have it")
endif()
