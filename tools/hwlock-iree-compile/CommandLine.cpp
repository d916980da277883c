//===- CommandLine.cpp - Own flags and those of iree-compile --------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "CommandLine.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSwitch.h"

using namespace hwlock;
using namespace hwlock::ireec;
using rt::Result;

static rt::Error usage(std::string message, std::string hint = "") {
  if (hint.empty())
    hint = "run 'hwlock-iree-compile --help' to learn its options";
  return {Status::Usage, std::move(message), std::move(hint)};
}

namespace {

/// Goes through the words once.
class Parser {
public:
  explicit Parser(llvm::ArrayRef<llvm::StringRef> words) : words(words) {}
  Result<CommandLine> parse();

private:
  Result<void> take(llvm::StringRef word);
  Result<bool> takeOwn(llvm::StringRef name,
                       std::optional<llvm::StringRef> value);
  Result<std::string> valueOf(llvm::StringRef name,
                              std::optional<llvm::StringRef> value);
  Result<void> chooseInput();

  llvm::ArrayRef<llvm::StringRef> words;
  CommandLine line;
  /// Index into CommandLine::flags of a word that is no flag; `isValue` if the
  /// word before may be the flag that it belongs to.
  struct Plain {
    size_t index;
    bool isValue;
  };
  llvm::SmallVector<Plain, 2> plain;
  bool afterFlag = false;
};

} // namespace

/// The value of an option, which may be the next word.
Result<std::string> Parser::valueOf(llvm::StringRef name,
                                    std::optional<llvm::StringRef> value) {
  if (value)
    return value->str();
  if (words.empty())
    return usage("option '" + name.str() + "' wants a value");
  std::string next = words.front().str();
  words = words.drop_front();
  return next;
}

/// Whether `name`, without dashes, is one of our options.
Result<bool> Parser::takeOwn(llvm::StringRef name,
                             std::optional<llvm::StringRef> value) {
  std::string *text = llvm::StringSwitch<std::string *>(name)
                          .Case("o", &line.output)
                          .Case("iree-compile", &line.compiler)
                          .Case("locked-parameters", &line.lockedParameters)
                          .Default(nullptr);
  if (text) {
    auto given = valueOf(name, value);
    if (!given)
      return given.error();
    *text = std::move(*given);
    return true;
  }
  if (name == "parameters") {
    auto given = valueOf(name, value);
    if (!given)
      return given.error();
    line.parameters.push_back(std::move(*given));
    return true;
  }
  if (name == "lock-model") {
    line.lockOptions = value.value_or("").str();
    return true;
  }
  bool known = llvm::StringSwitch<bool>(name)
                   .Cases({"help", "h", "version", "require-scan"}, true)
                   .Default(false);
  if (!known)
    return false;
  if (value)
    return usage("option '" + name.str() + "' takes no value");
  if (name == "require-scan")
    line.requireScan = true;
  else
    line.action = name == "version" ? CommandLine::Action::PrintVersion
                                    : CommandLine::Action::PrintHelp;
  return true;
}

Result<void> Parser::take(llvm::StringRef word) {
  bool isFlag = word.size() > 1 && word.front() == '-';
  if (isFlag) {
    auto [name, value] = word.split('=');
    bool hasValue = name.size() < word.size();
    name = name.drop_front(name.starts_with("--") ? 2 : 1);
    auto own = takeOwn(name, hasValue ? std::optional(value) : std::nullopt);
    if (!own)
      return own.error();
    afterFlag = !*own && !hasValue;
    if (*own)
      return {};
  } else if (!word.starts_with("@")) { // A file of flags.
    plain.push_back({line.flags.size(), afterFlag});
  }
  afterFlag &= isFlag;
  line.flags.push_back(word.str());
  return {};
}

/// The one plain word, or the one that is surely no value of a flag.
Result<void> Parser::chooseInput() {
  llvm::SmallVector<Plain, 2> sure;
  for (const Plain &word : plain)
    if (!word.isValue)
      sure.push_back(word);
  if (sure.size() != 1 && plain.size() != 1)
    return plain.empty()
               ? usage("missing argument IN, the model")
               : usage("cannot tell whether '" + line.flags[plain[0].index] +
                           "' or '" + line.flags[plain[1].index] +
                           "' is the model",
                       "give values of flags as in --flag=value");
  size_t index = sure.size() == 1 ? sure[0].index : plain[0].index;
  line.input = std::move(line.flags[index]);
  line.flags.erase(line.flags.begin() + index);
  return {};
}

Result<CommandLine> Parser::parse() {
  while (!words.empty()) {
    llvm::StringRef word = words.front();
    words = words.drop_front();
    if (auto taken = take(word); !taken)
      return taken.error();
  }
  if (line.action == CommandLine::Action::Compile)
    if (auto chosen = chooseInput(); !chosen)
      return chosen.error();
  return std::move(line);
}

std::vector<std::string> CommandLine::read() const {
  std::vector<std::string> files = {input};
  for (llvm::StringRef word : parameters)
    files.push_back(word.substr(word.find('=') + 1).str());
  return files;
}

Result<CommandLine>
ireec::parseCommandLine(llvm::ArrayRef<llvm::StringRef> words) {
  return Parser(words).parse();
}
