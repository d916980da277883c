//===- VaultTextTest.cpp --------------------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Changed text of a vault: parser, verifiers and bridge refuse it or give a
// vault that bytes and text can express.
//===----------------------------------------------------------------------===//
#include "hwlock/IR/HwlockDialect.h"
#include "hwlock/Support/File.h"
#include "hwlock/Transforms/VaultBridge.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include <algorithm>
#include <gtest/gtest.h>
#include <random>

using namespace mlir;
using namespace hwlock;

namespace {

using Bytes = std::vector<uint8_t>;

/// The frozen model of one policy without its function, and changes of it.
class VaultText : public testing::TestWithParam<const char *> {
protected:
  VaultText() {
    auto bytes = rt::readFile(HWLOCK_FIXTURES "/version-2/" +
                              std::string(GetParam()) + ".mlir");
    EXPECT_TRUE(bytes);
    original.assign(bytes->begin(), bytes->end());
    size_t function = original.find("  func.func");
    original.erase(function, original.find("{-#") - function);
    original.insert(function, "}\n");
  }

  /// Bytes of the vault that `text` spells out, or nothing. `printed` is the
  /// text of it that MLIR prints.
  static std::optional<Bytes> read(const std::string &text,
                                   std::string &printed) {
    // MLIR's lexer reads on behind the end of text that stops inside a
    // resource, until there is something that is not zero.
    std::string guarded = text + '\0' + std::string(16, '}');
    MLIRContext context(MLIRContext::Threading::DISABLED);
    context.loadDialect<HwlockDialect>();
    ScopedDiagnosticHandler quiet(&context, [](Diagnostic &) {});
    auto module = parseSourceString<ModuleOp>(
        llvm::StringRef(guarded).take_front(text.size()), &context);
    if (!module || module->getOps<VaultOp>().empty())
      return std::nullopt;
    auto vault = vaultFromIR(*module->getOps<VaultOp>().begin());
    if (!vault)
      return std::nullopt;
    llvm::raw_string_ostream(printed) << *module;
    return rt::writeVault(*vault);
  }

  /// Flips a bit, or removes, repeats or moves a word or some characters.
  std::string change(std::string text) {
    size_t at = random() % text.size(), length = 1 + random() % 40;
    size_t start = text.find_last_of(" \n", at), end = text.find(' ', at);
    start = std::min(start, at);
    end = std::min(end, text.size());
    switch (random() % 5) {
    case 0:
      text[at] = static_cast<char>(text[at] ^ (1 << random() % 8));
      return text;
    case 1:
      return text.erase(at, length);
    case 2:
      return text.insert(at, text, random() % text.size(), length);
    case 3:
      return text.erase(start, end - start);
    default:
      return text.insert(start, text, random() % text.size(), end - start);
    }
  }

  std::string original;
  std::mt19937 random{24};
};

} // namespace

INSTANTIATE_TEST_SUITE_P(Policies, VaultText,
                         testing::Values("error", "garbage"));

TEST_P(VaultText, IsRefusedOrHasOneMeaning) {
  std::string ignored;
  ASSERT_TRUE(read(original, ignored));
  unsigned accepted = 0;
  for (int round = 0; round < 10000; ++round) {
    std::string text = change(original), printed, again;
    auto bytes = read(text, printed);
    if (!bytes)
      continue;
    ++accepted;
    EXPECT_TRUE(rt::readVault(*bytes)) << text;
    EXPECT_EQ(read(printed, again), bytes) << text;
    EXPECT_EQ(again, printed) << text;
  }
  // A digit of an identifier or a blank may change.
  EXPECT_GT(accepted, 100u);
}
