# Locks MODEL for PROFILE under each chain and policy, runs it on INPUT and says
# whether the output is that of EXPECTED. By its precision alone: garbage opens
# once, and a burst of other work must not decide about a test of chains.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
set -eu
model=$1 profile=$2 input=$3 expected=$4
for chain in aes256 shuffle shuffle,aes pretransform,aes shuffle,pretransform,aes; do
  for policy in error garbage; do
    hwlock lock "$model" -o chain.mlirbc -p "$profile" --chain "$chain" \
      --fingerprint precision --on-mismatch "$policy" 2>/dev/null >/dev/null
    hwlock run chain.mlirbc --input "$input" --output chain.npy >/dev/null
    cmp "$expected" chain.npy && echo "$chain $policy same"
  done
done
