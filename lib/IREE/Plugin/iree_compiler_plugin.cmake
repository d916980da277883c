# hwlock as a static plug-in of IREE's compiler, for builds of IREE from source:
#   cmake -S iree ... -DIREE_CMAKE_PLUGIN_PATHS=/path/to/hwlock/lib/IREE/Plugin
# docs/Iree.md says how to use it. hwlock's own build does not read this file.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
add_subdirectory(${CMAKE_CURRENT_LIST_DIR} hwlock)
