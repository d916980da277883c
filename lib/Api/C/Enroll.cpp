//===- Enroll.cpp - hwlock_enroll -----------------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Call.h"
#include "hwlock/Fingerprint/EnrolFile.h"
#include "hwlock/Format/Sources.h"

using namespace hwlock;
using namespace hwlock::c;
using rt::Result;

static Result<rt::EnrolRequest> read(const hwlock_enroll_options &options) {
  if (auto given = require(options.output, "output"); !given)
    return given.error();
  auto sources = rt::parseSources(textOf(options.sources, "clock,precision"));
  if (!sources)
    return sources.error();
  auto host = hostOf(options.devices);
  if (!host)
    return host.error();
  rt::EnrolRequest request{options.output, options.overwrite != 0, {}};
  request.enrolment.sources = *sources;
  request.enrolment.host = std::move(*host);
  request.enrolment.name = textOf(options.name);
  return request;
}

static void warnAboutGarbage(const rt::EnrolmentReport &report,
                             CallObserver &observer) {
  if (report.unstableQuiet.empty())
    return;
  std::string names;
  for (const std::string &name : report.unstableQuiet)
    names += (names.empty() ? "" : ", ") + name;
  observer.message(mlir::DiagnosticSeverity::Warning,
                   "not stable here, though on the quiet list: " + names +
                       "; the garbage policy corrects no misreads");
}

int32_t hwlock_enroll(const hwlock_enroll_options *given, hwlock_text **report,
                      hwlock_text **failure) {
  auto options = takeOptions(given);
  if (!options)
    return CallObserver().finish(options.error(), failure);
  CallObserver observer(options->observer);
  auto request = read(*options);
  if (!request)
    return observer.finish(request.error(), failure);
  bool wanted = true;
  request->enrolment.progress = [&](unsigned done, unsigned all) {
    wanted = observer.progress(done, all);
  };
  auto summary = rt::enrolToFile(*request, [&] { return wanted; });
  if (!summary)
    return observer.finish(summary.error(), failure);
  warnAboutGarbage(summary->report, observer);
  give(report, rt::summaryAsJson(*request, *summary));
  return HWLOCK_OK;
}
