//===- PlanMemory.cpp - One scratch buffer for all temporaries ------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/Transforms/BufferViewFlowAnalysis.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

namespace hwlock {
#define GEN_PASS_DEF_PLANMEMORY
#include "hwlock/Codegen/Compute/Passes.h.inc"

namespace {

constexpr int64_t kAlignment = 64;

struct Buffer {
  memref::AllocOp alloc;
  int64_t bytes;
  /// The first and the last operation of the function's body that touches it.
  int64_t first, last;
  int64_t offset = 0;

  bool overlapsInTime(const Buffer &other) const {
    return first <= other.last && other.first <= last;
  }
  int64_t end() const { return offset + bytes; }
};

/// Gives each buffer the lowest place that is free while it is live, large
/// buffers first. Returns the size of the whole.
int64_t assignOffsets(MutableArrayRef<Buffer> buffers) {
  SmallVector<Buffer *> order;
  for (Buffer &buffer : buffers)
    order.push_back(&buffer);
  // Pointers point into one array: the second key is the order of creation.
  llvm::sort(order, [](const Buffer *a, const Buffer *b) {
    return a->bytes != b->bytes ? a->bytes > b->bytes : a < b;
  });
  // Kept sorted by offset.
  SmallVector<Buffer *> placed;
  int64_t total = 0;
  for (Buffer *buffer : order) {
    for (const Buffer *other : placed)
      if (buffer->overlapsInTime(*other) && other->end() > buffer->offset) {
        if (other->offset >= buffer->end())
          break;
        buffer->offset = other->end();
      }
    total = std::max(total, buffer->end());
    auto place = llvm::upper_bound(placed, buffer, [](Buffer *a, Buffer *b) {
      return a->offset < b->offset;
    });
    placed.insert(place, buffer);
  }
  return total;
}

class Planner {
public:
  explicit Planner(func::FuncOp function)
      : function(function), aliases(function) {}

  LogicalResult plan() {
    int64_t number = 0;
    for (Operation &op : function.front())
      numbers[&op] = number++;
    WalkResult result = function.walk([&](memref::AllocOp alloc) {
      return succeeded(collect(alloc)) ? WalkResult::advance()
                                       : WalkResult::interrupt();
    });
    if (result.wasInterrupted())
      return failure();
    int64_t bytes = assignOffsets(buffers);
    rewrite(bytes);
    return success();
  }

private:
  int64_t numberOf(Operation *op) {
    return numbers.lookup(function.front().findAncestorOpInBlock(*op));
  }

  LogicalResult collect(memref::AllocOp alloc) {
    MemRefType type = alloc.getType();
    if (!type.hasStaticShape() || !type.getLayout().isIdentity())
      return alloc.emitError("temporary buffer of type ")
             << type << ": expected a static shape";
    int64_t elementBytes =
        type.getElementType().isIndex()
            ? 8
            : llvm::divideCeil(type.getElementTypeBitWidth(), 8);
    Buffer buffer{
        alloc,
        int64_t(llvm::alignTo(std::max<int64_t>(type.getNumElements(), 1) *
                                  elementBytes,
                              kAlignment)),
        numberOf(alloc), numberOf(alloc)};
    for (Value alias : aliases.resolve(alloc)) {
      // The next iteration would find it under its old name.
      if (!alloc->getParentRegion()->isAncestor(alias.getParentRegion()))
        return alloc.emitError("a temporary buffer leaves the loop that "
                               "allocates it: expected one buffer for all "
                               "iterations");
      for (Operation *user : alias.getUsers())
        buffer.last = std::max(buffer.last, numberOf(user));
    }
    buffers.push_back(buffer);
    return success();
  }

  void rewrite(int64_t bytes) {
    Location loc = function.getLoc();
    OpBuilder builder(function.getContext());
    auto type = MemRefType::get({bytes}, builder.getI8Type());
    unsigned index = function.getNumArguments();
    [[maybe_unused]] LogicalResult inserted =
        function.insertArgument(index, type, {}, loc);
    assert(succeeded(inserted) && "func.func takes any argument");
    Value scratch = function.getArgument(index);
    for (Buffer &buffer : buffers) {
      builder.setInsertionPoint(buffer.alloc);
      Value offset =
          arith::ConstantIndexOp::create(builder, loc, buffer.offset);
      Value view = memref::ViewOp::create(builder, buffer.alloc.getLoc(),
                                          buffer.alloc.getType(), scratch,
                                          offset, ValueRange());
      buffer.alloc.replaceAllUsesWith(view);
      buffer.alloc.erase();
    }
    for (unsigned i = 0; i <= index; ++i)
      if (isa<MemRefType>(function.getArgument(i).getType()))
        function.setArgAttr(i, LLVM::LLVMDialect::getNoAliasAttrName(),
                            builder.getUnitAttr());
    // The LLVM dialect passes these pairs on as function attributes.
    Attribute pair = builder.getStrArrayAttr(
        {StringRef(kScratchBytesAttr), std::to_string(bytes)});
    function->setAttr("passthrough", builder.getArrayAttr(pair));
  }

  func::FuncOp function;
  BufferViewFlowAnalysis aliases;
  llvm::DenseMap<Operation *, int64_t> numbers;
  SmallVector<Buffer> buffers;
};

struct PlanMemoryPass : impl::PlanMemoryBase<PlanMemoryPass> {
  void runOnOperation() override {
    if (getOperation().isExternal())
      return;
    if (!getOperation().getBody().hasOneBlock()) {
      getOperation().emitError("function '")
          << getOperation().getSymName()
          << "' has more than one block: expected structured control flow";
      return signalPassFailure();
    }
    if (failed(Planner(getOperation()).plan()))
      signalPassFailure();
  }
};

} // namespace
} // namespace hwlock
