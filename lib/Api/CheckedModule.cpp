//===- CheckedModule.cpp - Modules with a checksum ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/CheckedModule.h"
#include "mlir/Bytecode/BytecodeReader.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MemoryBufferRef.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/xxhash.h"

using namespace hwlock;

/// Behind magic (4 bytes) and version (1 byte) of bytecode.
static constexpr size_t producerOffset = 5;
static constexpr llvm::StringLiteral label = "hwlock xxh3:";
/// What stands for the digits while the checksum is computed.
static constexpr llvm::StringLiteral noDigits = "0000000000000000";
static constexpr size_t digitsOffset = producerOffset + label.size();

namespace {

/// XXH3 over the XXH3 values of blocks of 1 MiB: LLVM's takes one piece, and a
/// model does not fit in memory twice.
class BlockHash {
public:
  void add(llvm::StringRef bytes) {
    while (!bytes.empty()) {
      if (block.empty() && bytes.size() >= blockBytes) {
        // Weights are not copied once more.
        addValueOf(llvm::arrayRefFromStringRef(bytes.take_front(blockBytes)));
        bytes = bytes.drop_front(blockBytes);
        continue;
      }
      llvm::StringRef part = bytes.take_front(blockBytes - block.size());
      block.append(part.begin(), part.end());
      bytes = bytes.drop_front(part.size());
      if (block.size() == blockBytes)
        finishBlock();
    }
  }
  /// As 16 hexadecimal digits.
  std::string digits() {
    if (!block.empty())
      finishBlock();
    return llvm::utohexstr(llvm::xxh3_64bits(values), /*LowerCase=*/true,
                           noDigits.size());
  }

private:
  void finishBlock() {
    addValueOf(block);
    block.clear();
  }
  void addValueOf(llvm::ArrayRef<uint8_t> bytes) {
    uint8_t value[8];
    llvm::support::endian::write64le(value, llvm::xxh3_64bits(bytes));
    values.append(std::begin(value), std::end(value));
  }

  static constexpr size_t blockBytes = 1 << 20;
  llvm::SmallVector<uint8_t, 0> block, values;
};

/// Passes everything on and hashes it; weights at the same time.
class HashingStream final : public llvm::raw_ostream {
public:
  explicit HashingStream(llvm::raw_ostream &out) : out(out) {}
  ~HashingStream() override { flush(); }

  BlockHash hash;

private:
  void write_impl(const char *bytes, size_t size) override {
    // Below, handing over costs more than it saves.
    constexpr size_t longWrite = 4 << 20;
    if (size < longWrite) {
      hash.add({bytes, size});
      out.write(bytes, size);
      return;
    }
    worker.async([&] { hash.add({bytes, size}); });
    out.write(bytes, size);
    worker.wait();
  }
  uint64_t current_pos() const override { return out.tell(); }

  llvm::raw_ostream &out;
  /// Starts with the first long write.
  llvm::DefaultThreadPool worker{llvm::hardware_concurrency(1)};
};

} // namespace

llvm::LogicalResult
hwlock::writeCheckedBytecode(mlir::ModuleOp module,
                             llvm::raw_pwrite_stream &stream) {
  uint64_t start = stream.tell();
  std::string producer = (label + noDigits).str();
  HashingStream hashing(stream);
  if (failed(mlir::writeBytecodeToFile(module, hashing,
                                       mlir::BytecodeWriterConfig(producer))))
    return mlir::failure();
  hashing.flush();
  std::string digits = hashing.hash.digits();
  stream.pwrite(digits.data(), digits.size(), start + digitsOffset);
  return mlir::success();
}

void hwlock::writeCheckedText(mlir::ModuleOp module,
                              llvm::raw_ostream &stream) {
  HashingStream hashing(stream);
  module.print(hashing, mlir::OpPrintingFlags().assumeVerified());
  hashing.flush();
  stream << "// " << label << hashing.hash.digits() << "\n";
}

static bool bytecodeMatches(llvm::StringRef bytes) {
  if (!bytes.substr(producerOffset).starts_with(label) ||
      bytes.size() < digitsOffset + noDigits.size())
    return true;
  BlockHash hash;
  hash.add(bytes.take_front(digitsOffset));
  hash.add(noDigits);
  hash.add(bytes.substr(digitsOffset + noDigits.size()));
  return bytes.substr(digitsOffset, noDigits.size()) == hash.digits();
}

static bool textMatches(llvm::StringRef bytes) {
  size_t start = bytes.drop_back().rfind('\n') + 1;
  llvm::StringRef digits = bytes.substr(start);
  if (!digits.consume_front("// ") || !digits.consume_front(label))
    return true;
  BlockHash hash;
  hash.add(bytes.take_front(start));
  return digits == hash.digits() + "\n";
}

bool hwlock::checksumMatches(llvm::StringRef bytes) {
  return mlir::isBytecode(llvm::MemoryBufferRef(bytes, ""))
             ? bytecodeMatches(bytes)
             : textMatches(bytes);
}
