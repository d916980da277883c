//===- Observer.h - What an operation tells its caller on the way ---------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Errors come back as results. Diagnostics of the compiler come here; when one
// of them is why an operation failed, the message of the result is empty.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_OBSERVER_H
#define HWLOCK_API_OBSERVER_H

#include "hwlock/Support/Result.h"
#include "mlir/IR/Diagnostics.h"
#include <string>

namespace hwlock {

/// Hears nothing and never stops anything.
class Observer {
public:
  virtual ~Observer() = default;

  /// `done` of `all` steps are done. False asks to stop: the operation then
  /// fails at its next step and writes nothing.
  virtual bool progress(unsigned done, unsigned all) { return true; }

  /// "file:line:column: message", or the message alone. A note explains the
  /// message before it.
  virtual void message(mlir::DiagnosticSeverity severity,
                       const std::string &text) {}
};

/// Prints messages as the programs do: "hwlock: error: ...", on standard error.
class MessagePrinter : public Observer {
public:
  /// Remarks and warnings are printed too unless `quiet`.
  explicit MessagePrinter(bool quiet = false) : quiet(quiet) {}

  void message(mlir::DiagnosticSeverity severity,
               const std::string &text) override;

private:
  bool quiet, shown = false;
};

/// Sends the diagnostics of a context to an observer.
class DiagnosticForwarder {
public:
  DiagnosticForwarder(mlir::MLIRContext &context, Observer &observer);

private:
  mlir::ScopedDiagnosticHandler handler;
};

/// The failure of an operation whose observer asked to stop.
rt::Error stoppedByCaller();

} // namespace hwlock

#endif // HWLOCK_API_OBSERVER_H
