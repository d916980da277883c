//===- WeightObjectTest.cpp - Weights as an object file of their own ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Read back by LLVM's ELF reader.
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Ahead/WeightObject.h"
#include "Signatures.h"
#include "llvm/Object/ELFObjectFile.h"
#include <gtest/gtest.h>
#include <list>
#include <map>

using namespace hwlock;
using namespace llvm;

namespace {

/// Section and bytes of the symbols of an object file.
using Contents = std::map<std::string, std::pair<std::string, std::string>>;

class WeightObjectTest : public testing::Test {
protected:
  void add(const std::string &bytes, const std::string &tags) {
    mlir::SymbolRefAttr sealed;
    if (!tags.empty())
      sealed = mlir::FlatSymbolRefAttr::get(&context, "w");
    model.signature.weights.push_back({sealed, {}, {}});
    model.weights.push_back({keep(bytes), keep(tags)});
  }

  Contents read() {
    std::string file;
    raw_string_ostream stream(file);
    writeWeightObject(stream, model);
    auto object = object::ObjectFile::createELFObjectFile({file, "weights.o"});
    EXPECT_TRUE(bool(object)) << toString(object.takeError());
    Contents contents;
    for (const object::SymbolRef &symbol : (*object)->symbols()) {
      auto section = *cantFail(symbol.getSection());
      StringRef bytes = cantFail(section.getContents());
      size_t size = object::ELFSymbolRef(symbol).getSize();
      contents[cantFail(symbol.getName()).str()] = {
          cantFail(section.getName()).str(),
          bytes.substr(cantFail(symbol.getValue()), size).str()};
      EXPECT_EQ(cantFail(symbol.getValue()) % kArenaAlignment, 0u);
    }
    return contents;
  }

  ArrayRef<char> keep(const std::string &bytes) {
    kept.push_back(bytes);
    return kept.back();
  }

  mlir::MLIRContext context;
  CompiledModel model;
  std::list<std::string> kept;
};

TEST_F(WeightObjectTest, SealedAndClearWeightsAreApart) {
  add("ciphertext of the first", "tag");
  add("in the clear", "");
  add(std::string(1000, '\xaa'), "tags of the third");
  Contents expected = {
      {"__hwlock_blob_0", {".hwlock.sealed", "ciphertext of the first"}},
      {"__hwlock_tags_0", {".hwlock.sealed", "tag"}},
      {"__hwlock_blob_1", {".hwlock.clear", "in the clear"}},
      {"__hwlock_blob_2", {".hwlock.sealed", std::string(1000, '\xaa')}},
      {"__hwlock_tags_2", {".hwlock.sealed", "tags of the third"}}};
  EXPECT_EQ(read(), expected);
}

TEST_F(WeightObjectTest, ModelWithoutWeights) { EXPECT_EQ(read(), Contents()); }

} // namespace
