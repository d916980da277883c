//===- Pipelines.cpp - The order of passes --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Codegen/Compute.h"
#include "hwlock/Codegen/Compute/Passes.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Conversion/VectorToSCF/VectorToSCF.h"
#include "mlir/Dialect/Bufferization/IR/BufferizableOpInterface.h"
#include "mlir/Dialect/Bufferization/Transforms/OneShotAnalysis.h"
#include "mlir/Dialect/Bufferization/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/Transforms/Passes.h"
#include "mlir/Dialect/MemRef/Transforms/Passes.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

namespace hwlock {
namespace {

void addCleanup(OpPassManager &manager) {
  manager.addPass(createCanonicalizerPass());
  manager.addPass(createCSEPass());
}

void addBufferization(OpPassManager &manager) {
  manager.addPass(bufferization::createEmptyTensorEliminationPass());
  manager.addPass(bufferization::createEmptyTensorToAllocTensorPass());
  bufferization::OneShotBufferizePassOptions options;
  options.bufferizeFunctionBoundaries = true;
  options.functionBoundaryTypeConversion =
      bufferization::LayoutMapOption::IdentityLayoutMap;
  options.bufferAlignment = 64;
  manager.addPass(bufferization::createOneShotBufferizePass(options));
  addCleanup(manager);
  bufferization::BufferResultsToOutParamsPassOptions results;
  results.hoistStaticAllocs = true;
  results.modifyPublicFunctions = true;
  manager.addPass(bufferization::createBufferResultsToOutParamsPass(results));
}

/// From memrefs to the LLVM dialect.
void addLowering(OpPassManager &manager) {
  VectorTransferToSCFOptions transfers;
  transfers.enableFullUnroll();
  manager.addNestedPass<func::FuncOp>(createConvertVectorToSCFPass(transfers));
  addCleanup(manager);
  manager.addPass(memref::createExpandStridedMetadataPass());
  manager.addPass(createLowerAffinePass());
  addCleanup(manager);
  manager.addPass(createSCFToControlFlowPass());
  manager.addPass(createConvertMathToLLVMPass());
  manager.addPass(createConvertMathToLibmPass());
  ConvertVectorToLLVMPassOptions vectors;
  vectors.reassociateFPReductions = true;
  manager.addPass(createConvertVectorToLLVMPass(vectors));
  manager.addPass(createFinalizeMemRefToLLVMConversionPass());
  manager.addPass(createArithToLLVMConversionPass());
  manager.addPass(createConvertIndexToLLVMPass());
  ConvertFuncToLLVMPassOptions functions;
  functions.useBarePtrCallConv = true;
  manager.addPass(createConvertFuncToLLVMPass(functions));
  manager.addPass(createConvertControlFlowToLLVMPass());
  manager.addPass(createUBToLLVMConversionPass());
  manager.addPass(createReconcileUnrealizedCastsPass());
}

struct PipelineOptions : PassPipelineOptions<PipelineOptions> {
  Option<unsigned> vectorBits{
      *this, "vector-bits", llvm::cl::init(ComputeOptions().vectorBits),
      llvm::cl::desc("Width of the vector registers: 128, 256 or 512")};
  ListOption<std::string> shapes{
      *this, "shapes",
      llvm::cl::desc("Shapes of inputs, each in the form input0=4x128")};
  Option<std::string> function{
      *this, "function", llvm::cl::init(InputShapes().function),
      llvm::cl::desc("The function whose inputs they are")};

  ComputeOptions get() const {
    ComputeOptions options;
    options.vectorBits = vectorBits;
    options.inputs = {function, {shapes.begin(), shapes.end()}};
    return options;
  }
};

} // namespace

void buildComputeFrontPipeline(OpPassManager &manager,
                               const ComputeOptions &options) {
  // Weights leave the code before anything folds them.
  manager.addPass(createInlinerPass({}, /*defaultPipelineBuilder=*/nullptr));
  manager.addPass(createHoistWeights());
  SpecializeShapesOptions inputs;
  inputs.function = options.inputs.function;
  llvm::append_range(inputs.shapes, options.inputs.shapes);
  manager.addPass(createSpecializeShapes(inputs));
  addCleanup(manager);
  // x * x for the square in an RMS norm; LLVM's vectors take no exponent.
  math::MathExpandOpsPassOptions powers;
  powers.opMnemonics = {"fpowi"};
  manager.addPass(math::createMathExpandOpsPass(powers));
  manager.addNestedPass<func::FuncOp>(createGuardGathers());

  // Layouts first, so that elementwise operations fuse in their final shape;
  // a second round for what the first one uncovers.
  ChooseLayoutsOptions layouts;
  layouts.vectorBits = options.vectorBits;
  for (int round = 0; round < 2; ++round) {
    manager.addNestedPass<func::FuncOp>(createChooseLayouts(layouts));
    manager.addNestedPass<func::FuncOp>(createFuseElementwise());
    addCleanup(manager);
  }
  manager.addNestedPass<func::FuncOp>(createWidenBooleans());

  // What depends on weights alone runs once, at load.
  manager.addPass(createPackWeights());
  addCleanup(manager);
}

void buildComputeBackPipeline(OpPassManager &manager,
                              const ComputeOptions &options) {
  // Loops and vectors, on tensors.
  TileOptions tiles;
  tiles.vectorBits = options.vectorBits;
  manager.addNestedPass<func::FuncOp>(createGatherRows());
  manager.addNestedPass<func::FuncOp>(createTile(tiles));
  addCleanup(manager);
  manager.addNestedPass<func::FuncOp>(createSumInBlocks());
  addCleanup(manager);
  TileReductionsOptions reductions;
  reductions.vectorBits = options.vectorBits;
  manager.addNestedPass<func::FuncOp>(createTileReductions(reductions));
  addCleanup(manager);
  manager.addNestedPass<func::FuncOp>(createVectorize());
  addCleanup(manager);

  // Memory.
  manager.addNestedPass<func::FuncOp>(createMarkReadOnly());
  addBufferization(manager);
  addCleanup(manager);
  manager.addNestedPass<func::FuncOp>(createPlanMemory());
  manager.addNestedPass<func::FuncOp>(createLowerCopies());
  manager.addNestedPass<func::FuncOp>(createLowerScalarLoops());

  // Instructions. Targets with vectors of 128 bits are those without AVX2.
  LowerVectorsOptions vectors;
  vectors.hasFma = options.vectorBits > 128;
  manager.addNestedPass<func::FuncOp>(createLowerVectors(vectors));
  addCleanup(manager);
  addLowering(manager);
}

void registerComputePasses() {
  registerHwlockComputePasses();
  static PassPipelineRegistration<PipelineOptions> front(
      "hwlock-compute-front",
      "Turn weights into arguments and choose the layouts of kernels",
      [](OpPassManager &manager, const PipelineOptions &options) {
        buildComputeFrontPipeline(manager, options.get());
      });
  static PassPipelineRegistration<PipelineOptions> back(
      "hwlock-compute-back", "Lower kernels to vector code in the LLVM dialect",
      [](OpPassManager &manager, const PipelineOptions &options) {
        buildComputeBackPipeline(manager, options.get());
      });
  // The decoder has no MLIR form: lib/Codegen/Native emits it as LLVM IR, from
  // the vault that stays in the module.
  static PassPipelineRegistration<PipelineOptions> both(
      "hwlock-to-llvm",
      "Lower a model, locked or not, to the LLVM dialect; weights are "
      "arguments",
      [](OpPassManager &manager, const PipelineOptions &options) {
        buildComputeFrontPipeline(manager, options.get());
        buildComputeBackPipeline(manager, options.get());
      });
}

} // namespace hwlock
