//===- LockPlan.cpp - Check options, gather profiles ----------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===----------------------------------------------------------------------===//
#include "hwlock/Fingerprint/Enrolment.h"
#include "hwlock/Format/Sources.h"
#include "hwlock/Soft/SoftLock.h"
#include "hwlock/Transforms/LockModel.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace hwlock::rt;

namespace hwlock {

namespace {

/// A word of the command line and the code that stands for it.
struct Choice {
  const char *word;
  uint8_t code;
};

constexpr Choice chainChoices[] = {
    {"aes", layout::transformationAes128},
    {"aes256", layout::transformationAes256},
    {"shuffle", layout::transformationShuffle},
    {"pretransform", layout::transformationPretransform}};
constexpr Choice policyChoices[] = {{"error", layout::policyError},
                                    {"garbage", layout::policyGarbage}};
/// Decoding at load has no code: every vault allows it.
constexpr Choice unlockChoices[] = {{"eager", 0}};

} // namespace

static Result<uint8_t> choose(const char *option, llvm::StringRef word,
                              llvm::ArrayRef<Choice> choices) {
  const Choice *found = llvm::find_if(
      choices, [&](const Choice &choice) { return word == choice.word; });
  if (found != choices.end())
    return uint8_t(found->code);
  auto quoted = llvm::map_range(choices, [](const Choice &choice) {
    return "'" + std::string(choice.word) + "'";
  });
  return Error{Status::Usage,
               "unknown value '" + word.str() + "' of option '" + option +
                   "', expected " + llvm::join(quoted, " or "),
               ""};
}

static Result<uint8_t> chooseSources(llvm::ArrayRef<std::string> words) {
  auto sources = parseSources(llvm::join(words, ","));
  if (sources)
    return sources;
  Error error = sources.error();
  error.message += " in option 'fingerprint'";
  return error;
}

/// Codes of the chain. Which chains there are, the format says.
static Result<std::vector<uint8_t>>
chooseChain(llvm::ArrayRef<std::string> words) {
  std::vector<uint8_t> codes;
  for (const std::string &word : words) {
    Result<uint8_t> code = choose("chain", word, chainChoices);
    if (!code)
      return code.error();
    if (llvm::is_contained(codes, *code))
      return Error{Status::Usage,
                   "option 'chain' names '" + word + "' more than once", ""};
    codes.push_back(*code);
  }
  WeightRecord any;
  any.shape = {1, 1, layout::elementF32, sizeof(float)};
  any.chain = codes;
  any.sealedSize = core::sealedBytes(chainOf(codes), any.shape.matrix());
  if (checkWeight(any, 0))
    return codes;
  return Error{Status::Usage,
               "chain '" + llvm::join(words, ",") + "' is not allowed",
               "a chain is 'shuffle', 'pretransform' and 'aes' or 'aes256', in "
               "this order; each may be left out, but 'pretransform' hides "
               "nothing without AES after it"};
}

static Result<void> checkSoftLock(const LockModelOptions &options,
                                  uint8_t policy) {
  if (options.resist.empty() || policy != layout::policyGarbage)
    return checkResist(options.resist);
  return Error{Status::Usage,
               "option 'resist' cannot be combined with 'on-mismatch' garbage",
               "the weights of a soft lock show whether a key was right; use "
               "the policy error"};
}

static Result<std::vector<Profile>>
gatherProfiles(const LockModelOptions &options, uint8_t sources) {
  const std::vector<std::string> &paths = options.profiles;
  std::vector<Profile> profiles;
  for (const std::string &path : paths) {
    Result<Profile> profile = readProfileFile(path);
    if (!profile)
      return profile.error();
    profiles.push_back(std::move(*profile));
  }
  if (!paths.empty())
    return profiles;
  EnrolmentOptions enrolment;
  enrolment.sources = sources;
  enrolment.host = options.host;
  Result<Profile> here = enrol(*thisCpu(), enrolment);
  if (!here)
    return here.error();
  profiles.push_back(std::move(*here));
  return profiles;
}

static Result<std::optional<OwnerPublicKey>>
readOwner(const std::string &path) {
  if (path.empty())
    return std::optional<OwnerPublicKey>();
  auto owner = readOwnerPublicKey(path);
  if (!owner)
    return owner.error();
  return std::optional(std::move(*owner));
}

Result<std::shared_ptr<const LockPlan>> planLock(LockModelOptions options,
                                                 KeyProvider &keys) {
  if (options.fingerprint.empty())
    options.fingerprint = {"clock", "precision"};
  if (options.chain.empty())
    options.chain = {"aes"};

  Result<uint8_t> policy =
      choose("on-mismatch", options.onMismatch, policyChoices);
  if (!policy)
    return policy.error();
  if (auto soft = checkSoftLock(options, *policy); !soft)
    return soft.error();
  Result<uint8_t> unlock = choose("unlock", options.unlock, unlockChoices);
  if (!unlock)
    return unlock.error();
  Result<uint8_t> sources = chooseSources(options.fingerprint);
  if (!sources)
    return sources.error();
  Result<std::vector<uint8_t>> chain = chooseChain(options.chain);
  if (!chain)
    return chain.error();
  auto owner = readOwner(options.owner);
  if (!owner)
    return owner.error();
  auto profiles = gatherProfiles(options, *sources);
  if (!profiles)
    return profiles.error();

  auto plan = std::make_shared<LockPlan>();
  plan->policy = static_cast<Policy>(*policy);
  plan->sources = *sources;
  plan->chain = std::move(*chain);
  plan->profiles = std::move(*profiles);
  plan->binding = options.binding;
  plan->owner = std::move(*owner);
  plan->keys = &keys;
  plan->options = std::move(options);
  return std::shared_ptr<const LockPlan>(std::move(plan));
}

} // namespace hwlock
