//===- Context.cpp - A connection to a TPM, and what is loaded there ------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "Context.h"
#include <algorithm>
#include <cassert>
#include <cstdlib>

using namespace hwlock;
using namespace hwlock::rt;
using namespace hwlock::rt::tpm2;

static std::string chosenTcti(const std::string &option) {
  if (!option.empty())
    return option;
  const char *environment = std::getenv("TPM2TOOLS_TCTI");
  return environment && *environment ? environment : "device:/dev/tpmrm0";
}

Result<std::unique_ptr<Context>> Context::connect(const std::string &option) {
  auto library = loadLibrary();
  if (!library)
    return library.error();
  std::string name = chosenTcti(option);
  std::unique_ptr<Context> tpm(new Context(*library));
  if (tpm->library->connect(name.c_str(), &tpm->tcti) != TSS2_RC_SUCCESS ||
      tpm->library->Initialize(&tpm->context, tpm->tcti, nullptr) !=
          TSS2_RC_SUCCESS)
    return environmentError(
        "no TPM 2.0 answers at '" + name + "'",
        "look whether the machine has one and you may use it (on many systems: "
        "group tss), or name another with --tcti or TPM2TOOLS_TCTI");
  return tpm;
}

Context::~Context() {
  if (context)
    library->Finalize(&context);
  if (tcti)
    library->disconnect(&tcti);
}

TPM2B_PUBLIC Context::unpack(const PublicArea &area) const {
  TPM2B_PUBLIC result = {};
  size_t offset = 0;
  [[maybe_unused]] TSS2_RC code = library->readPublic(
      area.data(), area.size(), &offset, &result.publicArea);
  assert(code == TSS2_RC_SUCCESS && offset == area.size() &&
         "PublicArea.cpp writes what part 2 says");
  return result;
}

Handle::~Handle() {
  if (value == ESYS_TR_NONE)
    return;
  // Nobody can act on a failure here: the TPM forgets it when it restarts.
  if (kind == Kind::Transient)
    (*tpm)->FlushContext(tpm->esys(), value);
  else
    (*tpm)->TR_Close(tpm->esys(), &value);
}

Name Handle::name() const {
  Name name = {};
  TPM2B_NAME *raw = nullptr;
  if ((*tpm)->TR_GetName(tpm->esys(), value, &raw) != TSS2_RC_SUCCESS)
    return name;
  auto owned = tpm->own(raw);
  if (owned->size == name.size() && owned->name[0] == TPM2_ALG_SHA256 >> 8 &&
      owned->name[1] == TPM2_ALG_SHA256)
    std::copy_n(owned->name, name.size(), name.begin());
  return name;
}
