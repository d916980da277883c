// DEFINE: %{bytes} = 00112233445566778899aabbccddeeff
// VAULT stands for a sound start of a vault, WEIGHT for that of a weight.
// RUN: sed -e 's/VAULT/hwlock.vault @v policy garbage id "%{bytes}%{bytes}" { hwlock.slot @s0 id "%{bytes}" sources<precision> probes [] helper "" wrapped "%{bytes}%{bytes}"/' \
// RUN:     -e 's/WEIGHT/chain [#hwlock.aes<128>] order #hwlock.order<row_major> id/' %s > %t
// RUN: hwlock-opt %t --hwlock-verify-sealed --split-input-file --verify-diagnostics

// The example of the description.
// expected-error @below {{module has 0 vaults, expected one}}
module {
  func.func @main() -> tensor<2xf32> {
    // expected-error @below {{a weight of type 'tensor<2xf32>' is left in the clear}}
    %w = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
    return %w : tensor<2xf32>
  }
}

// -----

// expected-error @below {{module has 2 vaults, expected one}}
module {
  VAULT }
  hwlock.vault @other policy garbage
      id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" {
    hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf" sources<precision> probes [] helper ""
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
  }
}

// -----

// A resource of the weights is still there.
VAULT }
func.func @main() -> tensor<4xi8> {
  // expected-error @below {{a weight of type 'tensor<4xi8>' is left in the clear}}
  %w = arith.constant dense_resource<plain> : tensor<4xi8>
  return %w : tensor<4xi8>
}

{-#
  dialect_resources: { builtin: { plain: "0x0100000041424344" } }
#-}

// -----

VAULT }
// expected-error @below {{'memref.global' carries data of type tensor<2xi8>}}
memref.global "private" constant @copy : memref<2xi8> = dense<[1, 2]>

// -----

// Plaintext beside the ciphertext, in the vault.
VAULT
  // expected-error @below {{'hwlock.sealed' carries data of type tensor<2xi8>}}
  hwlock.sealed @w : tensor<2xi8> WEIGHT "00112233445566778899aabbccddeeff"
      = dense<[17, 2]> : tensor<2xi8> {hwlock.plain = dense<[1, 2]> : tensor<2xi8>}
}

// -----

VAULT
  // expected-error @below {{the bytes of resource 'nowhere' of 'a' are missing}}
  hwlock.sealed @a : tensor<2xi8> WEIGHT "00112233445566778899aabbccddeeff"
      = dense_resource<nowhere> : tensor<2xi8>
  hwlock.sealed @b : tensor<2xi8> WEIGHT "20112233445566778899aabbccddeeff"
      = dense_resource<two> : tensor<2xi8>
  // expected-error @below {{resource 'two' of 'c' belongs to another sealed weight too}}
  hwlock.sealed @c : tensor<2xi8> WEIGHT "30112233445566778899aabbccddeeff"
      = dense_resource<two> : tensor<2xi8>
}

{-#
  dialect_resources: { builtin: { two: "0x010000004142" } }
#-}

// -----

// A chain that leaves the bytes as they are.
VAULT
  // expected-error @below {{the ciphertext of 'w' does not look random; it may be plaintext}}
  hwlock.sealed @w : tensor<1024xf32> WEIGHT "00112233445566778899aabbccddeeff"
      = dense<63> : tensor<4096xi8>
}

// -----

VAULT }
func.func @marked() {
  // expected-error @below {{a mark is left; run hwlock-insert-open}}
  %w = arith.constant {hwlock.seal_as = "w0"} dense<1.0> : tensor<2xf32>
  return
}
