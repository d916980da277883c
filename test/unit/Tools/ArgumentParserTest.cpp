//===- ArgumentParserTest.cpp - Command lines -----------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include <gtest/gtest.h>

using namespace hwlock::tool;

namespace {

/// A command with one option of each kind.
struct Command {
  bool json = false;
  std::string output, policy = "error", model;
  unsigned count = 7;
  uint64_t version = 0;
  std::vector<std::string> profiles, inputs;
  std::string errors, help;

  std::optional<int> parse(std::vector<std::string> words) {
    ArgumentParser parser("test", "does nothing", "more about it");
    parser.positional("MODEL", model, "the model");
    parser.text("output", 'o', "FILE", output, "where to write");
    parser.required();
    parser.flag("json", 0, json, "for programs");
    parser.number("count", 'n', count, 1, 10, "how often");
    parser.number("version", 0, version, "which");
    parser.list("profile", 'p', "FILE", profiles, "may be repeated");
    parser.series("input", 'i', "FILE", inputs, "arrays");
    parser.choice("on-mismatch", 0, {"error", "garbage"}, policy, "policy");
    words.insert(words.begin(), "test");
    std::vector<char *> argv;
    for (std::string &word : words)
      argv.push_back(word.data());
    argv.push_back(nullptr);
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    auto code = parser.parse(static_cast<int>(words.size()), argv.data());
    errors = testing::internal::GetCapturedStderr();
    help = testing::internal::GetCapturedStdout();
    return code;
  }
};

TEST(ArgumentParser, ReadsAllKinds) {
  Command command;
  EXPECT_EQ(command.parse({"m.mlir", "-o", "out", "--json", "-n", "3", "-p",
                           "a", "--profile=b", "--on-mismatch", "garbage"}),
            std::nullopt);
  EXPECT_EQ(command.model, "m.mlir");
  EXPECT_EQ(command.output, "out");
  EXPECT_TRUE(command.json);
  EXPECT_EQ(command.count, 3u);
  EXPECT_EQ(command.profiles, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(command.policy, "garbage");
}

TEST(ArgumentParser, SeriesEndsAtTheNextOption) {
  Command command;
  EXPECT_EQ(command.parse({"m", "--input", "x", "y", "-o", "out", "-i", "z"}),
            std::nullopt);
  EXPECT_EQ(command.inputs, (std::vector<std::string>{"x", "y", "z"}));
}

TEST(ArgumentParser, SeriesThatTookThePositionalIsExplained) {
  Command command;
  EXPECT_EQ(command.parse({"-o", "out", "--input", "x", "m"}), 1);
  EXPECT_EQ(command.errors,
            "hwlock: error: missing argument MODEL\n"
            "hwlock: hint: '--input' takes all arguments up to the next "
            "option: put MODEL before it, or after '--'\n");
  Command again;
  EXPECT_EQ(again.parse({"-o", "out", "--input", "x", "--", "m"}),
            std::nullopt);
  EXPECT_EQ(again.model, "m");
}

TEST(ArgumentParser, RefusesWhatIsWrong) {
  const std::pair<std::vector<std::string>, const char *> cases[] = {
      {{"m", "-o", "a", "--what"}, "unknown or ambiguous option '--what'"},
      {{"m", "-o", "a", "-x"}, "unknown or ambiguous option '-x'"},
      {{"m", "-o"}, "option '-o' wants a value"},
      {{"m", "--output"}, "option '--output' wants a value"},
      {{"m", "-o", "a", "--json=1"}, "option '--json' takes no value"},
      {{"m", "-o", "a", "-n", "11"}, "wants a number from 1 to 10, found '11'"},
      {{"m", "-o", "a", "-n", "3x"}, "wants a number from 1 to 10, found '3x'"},
      {{"m", "-o", "a", "--on-mismatch", "x"},
       "wants error or garbage, found 'x'"},
      {{"m", "n", "-o", "a"}, "unexpected argument 'n'"},
      {{"m"}, "missing option '--output FILE'"},
      {{"-o", "a"}, "missing argument MODEL"},
  };
  for (const auto &[words, message] : cases) {
    Command command;
    EXPECT_EQ(command.parse(words), 1) << message;
    EXPECT_NE(command.errors.find(message), std::string::npos)
        << command.errors;
    EXPECT_NE(command.errors.find("hwlock: hint: "), std::string::npos);
  }
}

TEST(ArgumentParser, NumbersMayHave64Bits) {
  Command command;
  EXPECT_EQ(command.parse({"m", "-o", "a", "--version=18446744073709551615"}),
            std::nullopt);
  EXPECT_EQ(command.version, UINT64_MAX);
  for (const char *wrong : {"18446744073709551616", "-1", "", "0x1"}) {
    Command refused;
    EXPECT_EQ(refused.parse({"m", "-o", "a", "--version", wrong}), 1) << wrong;
  }
}

TEST(ArgumentParser, HelpNamesEveryOption) {
  Command command;
  EXPECT_EQ(command.parse({"--help"}), 0);
  for (const char *word :
       {"MODEL", "-o, --output FILE", "--json", "-n, --count N", "(default 7)",
        "--input FILE...", "error|garbage", "more about it"})
    EXPECT_NE(command.help.find(word), std::string::npos) << word;
}

} // namespace
