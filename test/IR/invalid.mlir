// BYTES16, OTHER16 and BYTES32 stand for that many bytes.
// RUN: sed -e 's/BYTES16/00112233445566778899aabbccddeeff/g' \
// RUN:     -e 's/OTHER16/ffeeddccbbaa99887766554433221100/g' \
// RUN:     -e 's/BYTES32/00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff/g' %s \
// RUN:   | hwlock-opt --split-input-file --verify-diagnostics

// Digits of bytes.
// expected-error @below {{expected lower-case hexadecimal digits, two for each byte, found "0A"}}
module attributes {hwlock.bytes = #hwlock.bytes<"0A">} {}

// -----

// C1: size of the AES key.
// expected-error @below {{C1: expected an AES key of 128 or 256 bits, found 192}}
module attributes {hwlock.aes = #hwlock.aes<192>} {}

// -----

// C2: visibility.
// expected-error @below {{C2: expected private visibility, found public}}
"hwlock.vault"() <{id = #hwlock.bytes<"BYTES32">, policy = #hwlock<policy garbage>, sym_name = "v", sym_visibility = "public"}> ({
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
}) : () -> ()

// -----

// C3: identifier of the vault.
// expected-error @below {{C3: expected identifier of 32 bytes, found 16}}
hwlock.vault @v policy garbage id "BYTES16" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
}

// -----

// C4: MAC under error.
// expected-error @below {{C4: expected manifest MAC of 32 bytes under policy error, found none}}
hwlock.vault @v policy error id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<precision> probes [] helper "" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C4: size of the MAC.
// expected-error @below {{C4: expected manifest MAC of 32 bytes, found 16}}
hwlock.vault @v policy error id "BYTES32" mac "BYTES16" {
  hwlock.slot @s id "BYTES16" sources<precision> probes [] helper "" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C4: MAC under garbage.
// expected-error @below {{C4: unexpected manifest MAC under policy garbage}}
hwlock.vault @v policy garbage id "BYTES32" mac "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
}

// -----

// C5: order.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
  // expected-error @below {{C5: expected slots before sealed weights}}
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
}

// -----

// C5: content.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C5: unexpected in a vault, which holds hwlock.slot and hwlock.sealed alone}}
  func.func private @f()
}

// -----

// C6: no slot.
// expected-error @below {{C6: expected 1 to 64 slots, found 0}}
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
}

// -----

// C6: slots under garbage (test/IR/vault-limits.test has the other limit).
// expected-error @below {{C6: expected at most 1 slot without a device under policy garbage, found 2}}
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.slot @t id "OTHER16" sources<clock> probes [] helper "" wrapped "BYTES32"
}

// -----

// C7: identifiers of slots.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-note @below {{which is here}}
  hwlock.slot @s id "BYTES16" sources<precision> probes [] helper "" wrapped "BYTES32" tag "BYTES32"
  // expected-error @below {{C7: expected an identifier of its own, found that of @s}}
  hwlock.slot @t id "BYTES16" sources<precision> probes [] helper "" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C8: identifiers of weights.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-note @below {{which is here}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
  // expected-error @below {{C8: expected an identifier of its own, found that of @w}}
  hwlock.sealed @x : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C9: identifier of a slot.
hwlock.vault @v policy garbage id "BYTES32" {
  // expected-error @below {{C9: expected identifier of 16 bytes, found 32}}
  hwlock.slot @s id "BYTES32" sources<clock> probes [] helper "" wrapped "BYTES32"
}

// -----

// C9: wrapped key.
hwlock.vault @v policy garbage id "BYTES32" {
  // expected-error @below {{C9: expected wrapped key of 32 bytes, found 16}}
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES16"
}

// -----

// C10: tag under error.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C10: expected tag of 32 bytes under policy error, found none}}
  hwlock.slot @s id "BYTES16" sources<precision> probes [] helper "" wrapped "BYTES32"
}

// -----

// C10: tag under garbage.
hwlock.vault @v policy garbage id "BYTES32" {
  // expected-error @below {{C10: unexpected tag under policy garbage}}
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C11: order of probes.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C11: expected probes that ascend strictly from 0 to 191, found 3 after 3}}
  hwlock.slot @s id "BYTES16" sources<clock> probes [3, 3] helper "0000" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C11: largest probe.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C11: expected probes that ascend strictly from 0 to 191, found 192}}
  hwlock.slot @s id "BYTES16" sources<clock> probes [192] helper "00" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C11: smallest probe.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C11: expected probes that ascend strictly from 0 to 191, found -1}}
  hwlock.slot @s id "BYTES16" sources<clock> probes [-1] helper "00" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C12: helper.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C12: expected one helper byte for each of 2 probes, found 1}}
  hwlock.slot @s id "BYTES16" sources<clock> probes [3, 4] helper "00" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C13: too few probes.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C13: expected 24 to 192 probes for the clock source under policy error, found 23}}
  hwlock.slot @s id "BYTES16" sources<clock> probes [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22] helper "0000000000000000000000000000000000000000000000" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C13: probes under garbage.
hwlock.vault @v policy garbage id "BYTES32" {
  // expected-error @below {{C13: expected no probes under policy garbage, found 1}}
  hwlock.slot @s id "BYTES16" sources<clock> probes [0] helper "00" wrapped "BYTES32"
}

// -----

// C13: probes without the clock.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C13: expected no probes without the clock source, found 1}}
  hwlock.slot @s id "BYTES16" sources<precision> probes [0] helper "00" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C6: an owner alone.
// expected-error @below {{C6: expected a slot that is not an owner's}}
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<owner> probes [] helper "" binding "010000" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C28: no binding.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C28: expected a binding for the sources clock, tpm2}}
  hwlock.slot @s id "BYTES16" sources<clock, tpm2> probes [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23] helper "000000000000000000000000000000000000000000000000" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C28: a binding of nothing.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C28: unexpected binding for the sources precision}}
  hwlock.slot @s id "BYTES16" sources<precision> probes [] helper "" binding "010000" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C28: two items where one belongs.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C28: the binding of a slot goes on after its end}}
  hwlock.slot @s id "BYTES16" sources<machine_id> probes [] helper "" binding "010000010000" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C28: an item that is cut short.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C28: the binding of a slot does not hold what its sources store}}
  hwlock.slot @s id "BYTES16" sources<plugin> probes [] helper "" binding "0200ff" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C29: an owner who is measured.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  // expected-error @below {{C29: expected owner as the only source}}
  hwlock.slot @s id "BYTES16" sources<precision, owner> probes [] helper "" binding "010000" wrapped "BYTES32" tag "BYTES32"
}

// -----

// C14: sub-byte elements.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C14: expected a non-empty tensor of static shape with elements of type i1, or integers or floats of at least 8 bits, found 'tensor<2xi4>'}}
  hwlock.sealed @w : tensor<2xi4> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C14: index elements.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C14: expected a non-empty tensor of static shape with elements of type i1, or integers or floats of at least 8 bits, found 'tensor<2xindex>'}}
  hwlock.sealed @w : tensor<2xindex> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C14: dynamic shape.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C14: expected a non-empty tensor of static shape with elements of type i1, or integers or floats of at least 8 bits, found 'tensor<?xf32>'}}
  hwlock.sealed @w : tensor<?xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C14: empty.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C14: expected a non-empty tensor of static shape with elements of type i1, or integers or floats of at least 8 bits, found 'tensor<0xf32>'}}
  hwlock.sealed @w : tensor<0xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C14: size that does not fit 64 bits.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C14: expected a non-empty tensor of static shape with elements of type i1, or integers or floats of at least 8 bits, found 'tensor<4611686018427387904x4xf32>'}}
  hwlock.sealed @w : tensor<4611686018427387904x4xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C14: size that does not fit 63 bits.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C14: expected a non-empty tensor of static shape with elements of type i1, or integers or floats of at least 8 bits, found 'tensor<4611686018427387904x3xi8>'}}
  hwlock.sealed @w : tensor<4611686018427387904x3xi8> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C15: size of the ciphertext.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C15: expected ciphertext of type 'tensor<8xi8>' for a weight of type 'tensor<2xf32>', found 'tensor<9xi8>'}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<9xi8>
}

// -----

// C15: element type of the ciphertext.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C15: expected ciphertext of type 'tensor<8xi8>' for a weight of type 'tensor<2xf32>', found 'tensor<2xf32>'}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0.0> : tensor<2xf32>
}

// -----

// C15: data of the ciphertext.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C15: expected 8 bytes in resource 'short', found 4}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense_resource<short> : tensor<8xi8>
}
{-#
  dialect_resources: { builtin: { short: "0x0100000001020304" } }
#-}

// -----

// C16: tags under error.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<precision> probes [] helper "" wrapped "BYTES32" tag "BYTES32"
  // expected-error @below {{C16: expected tags under policy error, found none}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C16: size of the tags.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<precision> probes [] helper "" wrapped "BYTES32" tag "BYTES32"
  // expected-error @below {{C16: expected tags of type 'tensor<32xi8>' for a weight of type 'tensor<65537xi8>', found 'tensor<16xi8>'}}
  hwlock.sealed @w : tensor<65537xi8> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<65537xi8> tags dense<0> : tensor<16xi8>
}

// -----

// C16: data of the tags.
hwlock.vault @v policy error id "BYTES32" mac "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<precision> probes [] helper "" wrapped "BYTES32" tag "BYTES32"
  // expected-error @below {{C16: expected 16 bytes in resource 'few', found 4}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8> tags dense_resource<few> : tensor<16xi8>
}
{-#
  dialect_resources: { builtin: { few: "0x0100000001020304" } }
#-}

// -----

// C16: tags under garbage.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C16: unexpected tags under policy garbage}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8> tags dense<0> : tensor<16xi8>
}

// -----

// C17: identifier of a weight.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C17: expected identifier of 16 bytes, found 32}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES32" = dense<0> : tensor<8xi8>
}

// -----

// C18: no transformation.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C18: expected 1 to 8 transformations, found 0}}
  hwlock.sealed @w : tensor<2xf32> chain [] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C18: too many transformations.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C18: expected 1 to 8 transformations, found 9}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>, #hwlock.aes<128>, #hwlock.aes<128>, #hwlock.aes<128>, #hwlock.aes<128>, #hwlock.aes<128>, #hwlock.aes<128>, #hwlock.aes<128>, #hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C18: the same transformation twice.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C18: expected each transformation once, found 'aes' again}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>, #hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C30: the order of transformations.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C30: expected 'shuffle' before 'aes'}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>, #hwlock.shuffle] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C30: a code of elements that are not yet in their places.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C30: expected 'shuffle' before 'pretransform'}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.pretransform, #hwlock.shuffle, #hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C31: a code that nothing masks.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C31: expected 'aes' after 'pretransform'}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.shuffle, #hwlock.pretransform] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C32: elements without a code.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C32: 'pretransform' is not defined for a weight of type 'tensor<2xf16>'}}
  hwlock.sealed @w : tensor<2xf16> chain [#hwlock.pretransform, #hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<4xi8>
}

// -----

// C15: the size that the chain gives.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{C15: expected ciphertext of type 'tensor<712xi8>' for a weight of type 'tensor<2xf32>', found 'tensor<8xi8>'}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.pretransform, #hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// Only transformations are links of a chain.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-error @below {{attribute 'chain' failed to satisfy constraint: transformations}}
  hwlock.sealed @w : tensor<2xf32> chain ["aes"] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}

// -----

// C19: name of the vault.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-error @below {{C19: expected the name of a hwlock.vault, found @missing}}
  %0 = hwlock.open @missing : !hwlock.key
  return
}

// -----

// C20: name of the weight.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-error @below {{C20: expected the name of a hwlock.sealed in a vault, found @v::@missing}}
  %0 = hwlock.unseal %key, @v::@missing : tensor<2xf32>
  return
}

// -----

// C20: a slot is not a weight.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-error @below {{C20: expected the name of a hwlock.sealed in a vault, found @v::@s}}
  %0 = hwlock.unseal %key, @v::@s : tensor<2xf32>
  return
}

// -----

// C21: type of the weight.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-note @below {{the weight is sealed here}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-error @below {{C21: expected the type of the sealed weight, 'tensor<2xf32>', found 'tensor<2xi32>'}}
  %0 = hwlock.unseal %key, @v::@w : tensor<2xi32>
  return
}

// -----

// C22: key of another vault.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
hwlock.vault @other policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-note @below {{the key comes from here}}
  %0 = hwlock.open @other : !hwlock.key
  // expected-error @below {{C22: expected the key of vault @v, found that of @other}}
  %1 = hwlock.unseal %0, @v::@w : tensor<2xf32>
  return
}

// -----

// C22: key derived for another vault.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
hwlock.vault @other policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-note @below {{the key comes from here}}
  %0 = hwlock.derive %f, @other::@s : !hwlock.key
  // expected-error @below {{C22: expected the key of vault @v, found that of @other}}
  %1 = hwlock.unseal %0, @v::@w : tensor<2xf32>
  return
}

// -----

// C23: order of probes.
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-error @below {{C23: expected probes that ascend strictly from 0 to 191, found 1 after 2}}
  %0 = hwlock.measure sources<clock> probes [2, 1] : !hwlock.fingerprint
  return
}

// -----

// C23: probes without the clock.
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-error @below {{C23: expected no probes without the clock source, found 1}}
  %0 = hwlock.measure sources<precision> probes [2] : !hwlock.fingerprint
  return
}

// -----

// C24: helper.
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-note @below {{the probes are measured here}}
  %0 = hwlock.measure sources<clock> probes [2] : !hwlock.fingerprint
  // expected-error @below {{C24: expected one helper byte for each of 1 probes, found 2}}
  %1 = hwlock.correct %0 helper "0000" : !hwlock.fingerprint
  return
}

// -----

// C25: name of the slot.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-error @below {{C25: expected the name of a hwlock.slot in a vault, found @v::@w}}
  %0 = hwlock.derive %f, @v::@w : !hwlock.key
  return
}

// -----

// C26: name of the weight.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-error @below {{C26: expected the name of a hwlock.sealed in a vault, found @v}}
  %0 = hwlock.unmask %key, @v, %bytes : tensor<8xi8> -> tensor<2xf32>
  return
}

// -----

// C26: types of the weight.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  // expected-note @below {{the weight is sealed here}}
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-error @below {{C26: expected the types of the sealed weight, 'tensor<8xi8>' -> 'tensor<2xf32>', found 'tensor<8xi8>' -> 'tensor<8xi8>'}}
  %0 = hwlock.unmask %key, @v::@w, %bytes : tensor<8xi8> -> tensor<8xi8>
  return
}

// -----

// C27: key of another vault.
hwlock.vault @v policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
hwlock.vault @other policy garbage id "BYTES32" {
  hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
  hwlock.sealed @w : tensor<2xf32> chain [#hwlock.aes<128>] order #hwlock.order<row_major> id "BYTES16" = dense<0> : tensor<8xi8>
}
func.func @f(%key: !hwlock.key, %bytes: tensor<8xi8>, %f: !hwlock.fingerprint) {
  // expected-note @below {{the key comes from here}}
  %0 = hwlock.open @other : !hwlock.key
  // expected-error @below {{C27: expected the key of vault @v, found that of @other}}
  %1 = hwlock.unmask %0, @v::@w, %bytes : tensor<8xi8> -> tensor<2xf32>
  return
}

// -----

// Slots and weights lie in a vault.
// expected-error @below {{'hwlock.slot' op expects parent op 'hwlock.vault'}}
hwlock.slot @s id "BYTES16" sources<clock> probes [] helper "" wrapped "BYTES32"
