//===- LoadPluginTest.cpp - Shared objects, the example among them --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/SourcePlugin.h"
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

using namespace hwlock;
using namespace hwlock::rt;

namespace {

std::string libraryError(const std::string &path) {
  auto plugin = SourcePlugin::load(path);
  EXPECT_FALSE(plugin);
  if (plugin)
    return "";
  EXPECT_EQ(plugin.error().status, Status::BadInput);
  return plugin.error().message;
}

TEST(LoadPlugin, SaysWhatIsWrong) {
  EXPECT_EQ(libraryError(FAULTY_PLUGIN_VERSION),
            "'" FAULTY_PLUGIN_VERSION "' is no usable plug-in: it has version "
            "2 of the interface; expected 1");
  EXPECT_EQ(libraryError(FAULTY_PLUGIN_NOTHING),
            "'" FAULTY_PLUGIN_NOTHING "' is no usable plug-in: "
            "hwlock_source_plugin() returned nothing");
  EXPECT_EQ(libraryError(FAULTY_PLUGIN_SYMBOL),
            "'" FAULTY_PLUGIN_SYMBOL "' is no usable plug-in: it does not "
            "export hwlock_source_plugin()");
}

TEST(LoadPlugin, DoesNotSearch) {
  // The system's linker would find it.
  std::string message = libraryError("libcrypto.so.3");
  EXPECT_NE(message.find("No such file"), std::string::npos) << message;
}

TEST(LoadPlugin, TwoOfOneNameAreRefused) {
  std::vector<std::string> twice{EXAMPLE_PLUGIN, EXAMPLE_PLUGIN};
  auto plugins = loadPlugins(twice);
  ASSERT_FALSE(plugins);
  EXPECT_EQ(plugins.error().message, "'" EXAMPLE_PLUGIN "' is a second plug-in "
                                     "named 'keyed-file'");
}

/// The example, with devices of this test.
class ExamplePlugin : public testing::Test {
protected:
  ExamplePlugin() : plugin(SourcePlugin::load(EXAMPLE_PLUGIN)) {}
  ~ExamplePlugin() override {
    ::unsetenv("KEYED_FILE_DEVICE");
    std::filesystem::remove(path);
  }

  void insertDevice(const std::string &key) {
    std::ofstream(path, std::ios::binary) << key;
    ::setenv("KEYED_FILE_DEVICE", path.c_str(), 1);
  }

  const std::string path =
      testing::TempDir() + "keyed-file-" + std::to_string(::getpid());
  Result<SourcePlugin> plugin;
};

TEST_F(ExamplePlugin, OpensWithItsDeviceAndNoOther) {
  ASSERT_TRUE(plugin);
  EXPECT_EQ(plugin->name(), "keyed-file");
  EXPECT_EQ(plugin->minEntropyBits(), 256u);
  insertDevice(std::string(32, 'a'));
  auto item = plugin->enrol();
  ASSERT_TRUE(item) << item.error().message;
  auto same = pluginSecret(item->data, {&*plugin, 1});
  ASSERT_TRUE(same);
  EXPECT_TRUE(constantTimeEqual(same->span(), item->secret.span()));
  insertDevice(std::string(32, 'b'));
  auto other = pluginSecret(item->data, {&*plugin, 1});
  ASSERT_TRUE(other);
  EXPECT_FALSE(constantTimeEqual(other->span(), item->secret.span()));
}

TEST_F(ExamplePlugin, SaysWhyThereIsNoDevice) {
  ASSERT_TRUE(plugin);
  auto message = [&] { return plugin->respond({}).error().message; };
  EXPECT_EQ(message(), "plug-in 'keyed-file' has no device: KEYED_FILE_DEVICE "
                       "names no file");
  insertDevice(std::string(33, 'a'));
  EXPECT_EQ(message(), "plug-in 'keyed-file' has no device: the file of "
                       "KEYED_FILE_DEVICE does not have 32 bytes");
  ::setenv("KEYED_FILE_DEVICE", "/nonexistent/device", 1);
  EXPECT_EQ(message(), "plug-in 'keyed-file' has no device: cannot open the "
                       "file of KEYED_FILE_DEVICE: No such file or directory");
}

} // namespace
