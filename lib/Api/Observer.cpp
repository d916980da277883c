//===- Observer.cpp - What an operation tells its caller on the way -------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Api/Observer.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/Location.h"
#include "llvm/Support/raw_ostream.h"

using namespace hwlock;

static llvm::StringRef nameOf(mlir::DiagnosticSeverity severity) {
  switch (severity) {
  case mlir::DiagnosticSeverity::Error:
    return "error";
  case mlir::DiagnosticSeverity::Warning:
    return "warning";
  case mlir::DiagnosticSeverity::Remark:
    return "remark";
  case mlir::DiagnosticSeverity::Note:
    return "note";
  }
  llvm_unreachable("unknown severity");
}

void MessagePrinter::message(mlir::DiagnosticSeverity severity,
                             const std::string &text) {
  // A note belongs to what was said before it.
  if (severity != mlir::DiagnosticSeverity::Note)
    shown = !quiet || severity == mlir::DiagnosticSeverity::Error;
  if (shown)
    llvm::errs() << "hwlock: " << nameOf(severity) << ": " << text << "\n";
}

static std::string textOf(mlir::Diagnostic &diagnostic) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  if (auto where = llvm::dyn_cast<mlir::FileLineColLoc>(
          mlir::LocationAttr(diagnostic.getLocation())))
    stream << where.getFilename().getValue() << ":" << where.getLine() << ":"
           << where.getColumn() << ": ";
  stream << diagnostic;
  return text;
}

static void forward(mlir::Diagnostic &diagnostic, Observer &observer) {
  observer.message(diagnostic.getSeverity(), textOf(diagnostic));
  for (mlir::Diagnostic &note : diagnostic.getNotes())
    forward(note, observer);
}

DiagnosticForwarder::DiagnosticForwarder(mlir::MLIRContext &context,
                                         Observer &observer)
    : handler(&context, [&observer](mlir::Diagnostic &diagnostic) {
        forward(diagnostic, observer);
        return mlir::success();
      }) {}

rt::Error hwlock::stoppedByCaller() {
  return rt::environmentError("stopped by the caller");
}
