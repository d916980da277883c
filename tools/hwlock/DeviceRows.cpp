//===- DeviceRows.cpp - Whether sources beside the CPU can be used --------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "DeviceRows.h"
#include "hwlock/Core/VaultLayout.h"
#include "hwlock/Fingerprint/Strength.h"
#include "hwlock/Fingerprint/Tpm2.h"
#include "hwlock/Format/Sources.h"

using namespace hwlock;
using namespace hwlock::tool;

static DeviceRow rowOf(uint8_t source, unsigned pluginBits,
                       const rt::Result<rt::ProfileItem> &enrolled) {
  return {rt::sourceNames(source), bool(enrolled),
          enrolled ? rt::guessingCost(source, pluginBits)
                   : enrolled.error().message};
}

static void addPlugins(const rt::HostOptions &host,
                       std::vector<DeviceRow> &rows) {
  if (host.plugins.empty())
    rows.push_back({rt::sourceNames(layout::sourcePlugin), false,
                    "none is loaded; '--plugin' names its library"});
  for (const rt::SourcePlugin &plugin : host.plugins) {
    rows.push_back(
        rowOf(layout::sourcePlugin, plugin.minEntropyBits(), plugin.enrol()));
    if (rows.back().usable)
      rows.back().detail = "'" + plugin.name() + "', " + rows.back().detail;
  }
}

static DeviceRow tpm2Row(const rt::HostOptions &host) {
  auto enrolled = rt::enrolItem(layout::sourceTpm2, host);
  DeviceRow row = rowOf(layout::sourceTpm2, 0, enrolled);
  auto tpm = enrolled ? rt::describeTpm2Item(enrolled->data)
                      : rt::Result<rt::Tpm2Description>(enrolled.error());
  if (tpm)
    row.detail += tpm->attested ? "; its manufacturer's certificate attests it"
                                : "; no certificate attests it";
  return row;
}

std::vector<DeviceRow> tool::examineDevices(const rt::HostOptions &host) {
  std::vector<DeviceRow> rows;
  uint8_t machineId = layout::sourceMachineId;
  rows.push_back(rowOf(machineId, 0, rt::enrolItem(machineId, host)));
  rows.push_back(tpm2Row(host));
  addPlugins(host, rows);
  return rows;
}
