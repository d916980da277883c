//===- EnrollC.cpp - hwlock_enroll and hwlock_inspect_profile -------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/EnrolFile.h"
#include "hwlock/Format/Profile.h"
#include "hwlock/Format/Sources.h"
#include "hwlock/Runtime/CInterface.h"

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
                             const hwlock_observer *observer) {
  if (report.unstableQuiet.empty() || !observer || !observer->message)
    return;
  std::string names;
  for (const std::string &name : report.unstableQuiet)
    names += (names.empty() ? "" : ", ") + name;
  names = "not stable here, though on the quiet list: " + names +
          "; the garbage policy corrects no misreads";
  observer->message(observer->user, HWLOCK_WARNING, names.c_str());
}

int32_t hwlock_enroll(const hwlock_enroll_options *given, hwlock_text **report,
                      hwlock_text **failure) {
  auto options = takeOptions(given);
  if (!options)
    return giveFailure(options.error(), failure);
  auto request = read(*options);
  if (!request)
    return giveFailure(request.error(), failure);
  const hwlock_observer *observer = options->observer;
  bool wanted = true;
  request->enrolment.progress = [&](unsigned done, unsigned all) {
    if (wanted && observer && observer->progress)
      wanted = observer->progress(observer->user, done, all) == 0;
  };
  auto summary = rt::enrolToFile(*request, [&] { return wanted; });
  if (!summary) {
    int32_t status = giveFailure(summary.error(), failure);
    return wanted ? status : HWLOCK_STOPPED;
  }
  warnAboutGarbage(summary->report, observer);
  give(report, rt::summaryAsJson(*request, *summary));
  return HWLOCK_OK;
}

int32_t hwlock_inspect_profile(const char *path, hwlock_text **report,
                               hwlock_text **failure) {
  if (auto given = require(path, "path"); !given)
    return giveFailure(given.error(), failure);
  auto profile = rt::readProfileFile(path);
  if (!profile)
    return giveFailure(profile.error(), failure);
  give(report, rt::profileAsJson(*profile));
  return HWLOCK_OK;
}
