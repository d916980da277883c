//===- ArgumentParser.h - Command lines of the subcommands ----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A table of options over getopt_long: parsing, checks and --help come from the
// same rows, so that they cannot disagree. No LLVM: enroll and doctor run on
// machines without it.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_TOOLS_HWLOCK_ARGUMENTPARSER_H
#define HWLOCK_TOOLS_HWLOCK_ARGUMENTPARSER_H

#include "hwlock/Support/Result.h"
#include <cstdint>
#include <functional>
#include <getopt.h>
#include <optional>
#include <string>
#include <vector>

namespace hwlock::tool {

class ArgumentParser {
public:
  /// `command` without the program's name; `summary` and `details` are for
  /// --help. `details` may have several lines, for example examples.
  ArgumentParser(std::string command, std::string summary,
                 std::string details = "");

  /// All options are given by their long name, with an optional letter
  /// (0: none). `value` must outlive parse() and holds the default.
  void flag(const char *name, char letter, bool &value, std::string help);
  void text(const char *name, char letter, const char *placeholder,
            std::string &value, std::string help);
  void number(const char *name, char letter, unsigned &value, unsigned least,
              unsigned most, std::string help);
  /// Any number of 64 bits.
  void number(const char *name, char letter, uint64_t &value, std::string help);
  /// May be repeated; each use adds one value.
  void list(const char *name, char letter, const char *placeholder,
            std::vector<std::string> &values, std::string help);
  /// Like list(), and takes all arguments up to the next option:
  /// "--input a.npy b.npy".
  void series(const char *name, char letter, const char *placeholder,
              std::vector<std::string> &values, std::string help);
  /// One of the words in `choices`.
  void choice(const char *name, char letter, std::vector<std::string> choices,
              std::string &value, std::string help);
  /// An argument without an option, required, in the order of the calls.
  void positional(const char *placeholder, std::string &value,
                  std::string help);
  /// Makes the option added last required.
  void required();

  /// Nothing if the command should go on; otherwise the exit code, after help
  /// or an error was printed. argv[0] is the name of the command.
  std::optional<int> parse(int argc, char **argv);

private:
  struct Option {
    std::string name;
    char letter;
    /// Empty: the option takes no value.
    std::string placeholder;
    std::string help;
    std::function<rt::Result<void>(const char *value)> set;
    bool isSeries = false;
    bool isRequired = false;
    bool isGiven = false;
  };
  struct Positional {
    std::string placeholder;
    std::string *value;
    std::string help;
  };

  template <typename T>
  void addNumber(const char *name, char letter, T &value, T least, T most,
                 std::string help);
  Option &add(const char *name, char letter, const char *placeholder,
              std::string help);
  std::string describe(std::vector<::option> &table) const;
  rt::Error misunderstood(int code, std::string word) const;
  Option &optionOf(int code);
  rt::Result<void> parseOptions(int argc, char **argv, bool &wantsHelp);
  rt::Result<void> addPositional(const char *argument);
  rt::Result<void> checkComplete() const;
  rt::Error usageError(std::string message) const;
  void printHelp() const;

  std::string command, summary, details;
  std::vector<Option> options;
  std::vector<Positional> positionals;
  size_t positionalsGiven = 0;
};

} // namespace hwlock::tool

#endif // HWLOCK_TOOLS_HWLOCK_ARGUMENTPARSER_H
