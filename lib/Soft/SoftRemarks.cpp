//===- SoftRemarks.cpp - What a soft lock did and why not -----------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "SoftRemarks.h"
#include "mlir/IR/Remarks.h"

using namespace mlir;

namespace hwlock {

void SoftRemarks::changed(LinearLayer layer) {
  ++changedLayers;
  changedChannels += layer.channels;
  remark::passed(layer.op.getLoc(), remark::RemarkOpts::name("SoftLocked")
                                        .category(pass)
                                        .function(function.getName()))
      << remark::metric("Weight", Type(layer.weight.getType()))
      << remark::metric("Channels", layer.channels);
}

void SoftRemarks::kept(LinearLayer layer, StringRef reason) {
  ++reasons[reason];
  keptChannels += layer.channels;
  remark::missed(layer.op.getLoc(), remark::RemarkOpts::name("NotSoftLocked")
                                        .category(pass)
                                        .function(function.getName()))
      << remark::metric("Weight", Type(layer.weight.getType()))
      << remark::metric("Channels", layer.channels)
      << remark::reason("{0}", reason);
}

void SoftRemarks::summarise(std::optional<unsigned> groups) {
  Location loc = function.getLoc();
  if (changedLayers > 0) {
    InFlightDiagnostic said =
        emitRemark(loc) << verb << " the outputs of " << changedLayers
                        << " layer(s), " << changedChannels
                        << " channel(s), of '" << function.getName() << "'";
    if (groups)
      said << ", in " << *groups << " group(s)";
  }
  for (auto [reason, count] : reasons)
    emitRemark(loc) << "not " << verb << ": the output of " << count
                    << " layer(s) of '" << function.getName()
                    << "': " << reason;
}

} // namespace hwlock
