//===- ArgumentParser.cpp - Command lines of the subcommands --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "ArgumentParser.h"
#include "Diagnostics.h"
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>

using namespace hwlock;
using namespace hwlock::tool;
using rt::Result;

/// getopt_long returns this plus the index of an option.
static constexpr int firstOption = 256;
/// getopt_long returns this for an argument that is no option.
static constexpr int plainArgument = 1;

ArgumentParser::ArgumentParser(std::string command, std::string summary,
                               std::string details)
    : command(std::move(command)), summary(std::move(summary)),
      details(std::move(details)) {}

ArgumentParser::Option &ArgumentParser::add(const char *name, char letter,
                                            const char *placeholder,
                                            std::string help) {
  options.push_back({name, letter, placeholder, std::move(help), {}});
  return options.back();
}

void ArgumentParser::flag(const char *name, char letter, bool &value,
                          std::string help) {
  add(name, letter, "", std::move(help)).set = [&value](const char *) {
    value = true;
    return Result<void>();
  };
}

void ArgumentParser::text(const char *name, char letter,
                          const char *placeholder, std::string &value,
                          std::string help) {
  add(name, letter, placeholder, std::move(help)).set =
      [&value](const char *text) {
        value = text;
        return Result<void>();
      };
}

template <typename T>
void ArgumentParser::addNumber(const char *name, char letter, T &value, T least,
                               T most, std::string help) {
  help += " (default " + std::to_string(value) + ")";
  add(name, letter, "N", std::move(help)).set =
      [this, &value, least, most,
       name = std::string(name)](const char *text) -> Result<void> {
    const char *end = text + std::strlen(text);
    T parsed = 0;
    auto [stop, failure] = std::from_chars(text, end, parsed);
    if (failure != std::errc() || stop != end || parsed < least ||
        parsed > most)
      return usageError("option '--" + name + "' wants a number from " +
                        std::to_string(least) + " to " + std::to_string(most) +
                        ", found '" + text + "'");
    value = parsed;
    return {};
  };
}

void ArgumentParser::number(const char *name, char letter, unsigned &value,
                            unsigned least, unsigned most, std::string help) {
  addNumber(name, letter, value, least, most, std::move(help));
}

void ArgumentParser::number(const char *name, char letter, uint64_t &value,
                            std::string help) {
  addNumber(name, letter, value, uint64_t(0), UINT64_MAX, std::move(help));
}

void ArgumentParser::list(const char *name, char letter,
                          const char *placeholder,
                          std::vector<std::string> &values, std::string help) {
  add(name, letter, placeholder, std::move(help)).set =
      [&values](const char *text) {
        values.push_back(text);
        return Result<void>();
      };
}

void ArgumentParser::series(const char *name, char letter,
                            const char *placeholder,
                            std::vector<std::string> &values,
                            std::string help) {
  list(name, letter, placeholder, values, std::move(help));
  options.back().isSeries = true;
}

static std::string join(const std::vector<std::string> &words,
                        const char *separator) {
  std::string text;
  for (const std::string &word : words)
    text += (text.empty() ? "" : separator) + word;
  return text;
}

void ArgumentParser::choice(const char *name, char letter,
                            std::vector<std::string> choices,
                            std::string &value, std::string help) {
  std::string placeholder = join(choices, "|");
  help += " (default " + value + ")";
  add(name, letter, placeholder.c_str(), std::move(help)).set =
      [this, &value, name = std::string(name),
       choices = std::move(choices)](const char *text) -> Result<void> {
    if (std::find(choices.begin(), choices.end(), text) == choices.end())
      return usageError("option '--" + name + "' wants " +
                        join(choices, " or ") + ", found '" + text + "'");
    value = text;
    return {};
  };
}

void ArgumentParser::positional(const char *placeholder, std::string &value,
                                std::string help) {
  positionals.push_back({placeholder, &value, std::move(help)});
}

void ArgumentParser::required() { options.back().isRequired = true; }

rt::Error ArgumentParser::usageError(std::string message) const {
  return {Status::Usage, std::move(message),
          "run 'hwlock " + command + " --help' to learn its options"};
}

Result<void> ArgumentParser::addPositional(const char *argument) {
  if (positionalsGiven == positionals.size())
    return usageError(std::string("unexpected argument '") + argument + "'");
  *positionals[positionalsGiven++].value = argument;
  return {};
}

Result<void> ArgumentParser::checkComplete() const {
  if (positionalsGiven < positionals.size()) {
    const std::string &missing = positionals[positionalsGiven].placeholder;
    for (const Option &option : options)
      if (option.isSeries && option.isGiven)
        return rt::Error{Status::Usage, "missing argument " + missing,
                         "'--" + option.name +
                             "' takes all arguments up to the next option: "
                             "put " +
                             missing + " before it, or after '--'"};
    return usageError("missing argument " + missing);
  }
  for (const Option &option : options)
    if (option.isRequired && !option.isGiven)
      return usageError("missing option '--" + option.name + " " +
                        option.placeholder + "'");
  return {};
}

std::string ArgumentParser::describe(std::vector<::option> &table) const {
  // '-': plain arguments are returned in place; ':': a missing value is told
  // apart from an unknown option, and getopt prints nothing.
  std::string letters = "-:h";
  for (size_t i = 0; i < options.size(); ++i) {
    bool takesValue = !options[i].placeholder.empty();
    table.push_back({options[i].name.c_str(),
                     takesValue ? required_argument : no_argument, nullptr,
                     firstOption + static_cast<int>(i)});
    if (options[i].letter)
      letters += std::string(1, options[i].letter) + (takesValue ? ":" : "");
  }
  table.push_back({"help", no_argument, nullptr, 'h'});
  table.push_back({nullptr, 0, nullptr, 0});
  return letters;
}

/// What getopt_long could not understand; `word` is where it stopped.
rt::Error ArgumentParser::misunderstood(int code, std::string word) const {
  if (code == ':')
    return usageError("option '" + word + "' wants a value");
  if (optopt >= firstOption)
    return usageError("option '--" + options[optopt - firstOption].name +
                      "' takes no value");
  if (optopt)
    word = std::string("-") + static_cast<char>(optopt);
  return usageError("unknown or ambiguous option '" + word + "'");
}

ArgumentParser::Option &ArgumentParser::optionOf(int code) {
  if (code >= firstOption)
    return options[code - firstOption];
  return *std::find_if(options.begin(), options.end(),
                       [=](const Option &o) { return o.letter == code; });
}

Result<void> ArgumentParser::parseOptions(int argc, char **argv,
                                          bool &wantsHelp) {
  std::vector<::option> table;
  std::string letters = describe(table);
  Option *series = nullptr;
  optind = 0; // makes glibc start over: a process may parse more than once
  int code;
  while ((code = getopt_long(argc, argv, letters.c_str(), table.data(),
                             nullptr)) != -1) {
    if (code == ':' || code == '?')
      return misunderstood(code, argv[optind - 1]);
    if (code == 'h') {
      wantsHelp = true;
      return {};
    }
    Result<void> taken;
    if (code == plainArgument) {
      taken = series ? series->set(optarg) : addPositional(optarg);
    } else {
      Option &option = optionOf(code);
      option.isGiven = true;
      series = option.isSeries ? &option : nullptr;
      taken = option.set(optarg);
    }
    if (!taken)
      return taken;
  }
  for (; optind < argc; ++optind)
    if (auto added = addPositional(argv[optind]); !added)
      return added;
  return {};
}

std::optional<int> ArgumentParser::parse(int argc, char **argv) {
  bool wantsHelp = false;
  if (auto parsed = parseOptions(argc, argv, wantsHelp); !parsed)
    return fail(parsed.error());
  if (wantsHelp) {
    printHelp();
    return 0;
  }
  if (auto complete = checkComplete(); !complete)
    return fail(complete.error());
  return std::nullopt;
}

void ArgumentParser::printHelp() const {
  std::printf("hwlock %s: %s\n\nusage: hwlock %s", command.c_str(),
              summary.c_str(), command.c_str());
  for (const Positional &argument : positionals)
    std::printf(" %s", argument.placeholder.c_str());
  for (const Option &option : options)
    if (option.isRequired)
      std::printf(" --%s %s", option.name.c_str(), option.placeholder.c_str());
  std::printf(" [options]\n\n");
  for (const Positional &argument : positionals)
    std::printf("  %s\n        %s\n", argument.placeholder.c_str(),
                argument.help.c_str());
  for (const Option &option : options) {
    std::string names = option.letter
                            ? std::string("-") + option.letter + ", --"
                            : std::string("    --");
    names += option.name;
    if (!option.placeholder.empty())
      names += " " + option.placeholder + (option.isSeries ? "..." : "");
    std::printf("  %s\n        %s\n", names.c_str(), option.help.c_str());
  }
  std::printf("  -h, --help\n        show this text\n");
  if (!details.empty())
    std::printf("\n%s\n", details.c_str());
}
