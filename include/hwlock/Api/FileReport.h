//===- FileReport.h - What a model or a profile holds ---------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Never shows a symbol of a profile.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_API_FILEREPORT_H
#define HWLOCK_API_FILEREPORT_H

#include "hwlock/Api/ModelReport.h"
#include "hwlock/Api/Observer.h"
#include "hwlock/Format/Profile.h"
#include <variant>

namespace hwlock {

using FileReport = std::variant<rt::Profile, ModelReport>;

/// Looks at the file to see which of both it is.
rt::Result<FileReport> inspectFile(const std::string &path, Observer &observer);

/// Adds the attributes of a report to an open JSON object; "kind" comes first.
void writeFileReport(llvm::json::OStream &json, const FileReport &report);

/// The same for people.
void printFileReport(llvm::raw_ostream &stream, const FileReport &report);

} // namespace hwlock

#endif // HWLOCK_API_FILEREPORT_H
