//===- VaultOps.td - The vault and what lies in it ------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#ifndef HWLOCK_IR_VAULTOPS_TD
#define HWLOCK_IR_VAULTOPS_TD

include "hwlock/IR/HwlockAttributes.td"
include "mlir/IR/BuiltinAttributeInterfaces.td"
include "mlir/IR/SymbolInterfaces.td"

def Hwlock_VaultOp
    : Hwlock_Op<"vault", [IsolatedFromAbove, NoTerminator, SingleBlock, Symbol,
                          SymbolTable]> {
  let summary = "hold all that opens a model";
  let description = [{
    Spells out a vault (docs/FileFormat.md): its policy and identifier, the data
    key wrapped for each authorised machine, and the sealed weights in the order
    of the manifest. It holds no secret. A vault is always private, so that
    `symbol-dce` removes one that nothing opens or unseals.

    Under the policy `error`, `mac` authenticates identifier, policy, slots and
    the manifest of weights under the data key.

    - C2: the vault is private.
    - C3: the identifier has 32 bytes.
    - C4: under `error` the MAC has 32 bytes, under `garbage` there is none.
    - C5: the body holds slots, then sealed weights, and nothing else.
    - C6: there are 1 to 64 slots, not all of them an owner's; under `garbage` at
      most one that is neither an owner's nor bound to a device.
    - C7: no two slots have the same identifier.
    - C8: no two weights have the same identifier.

    ```mlir
    hwlock.vault @v policy error
        id "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
        mac "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f" {
      hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
          sources<precision> probes [] helper ""
          wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
          tag "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
      hwlock.sealed @w : tensor<2x2xf32> chain [#hwlock.aes<128>]
          order #hwlock.order<row_major> id "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"
          = dense<[17, 2, -9, 44, 5, 66, -7, 8, 90, 1, -2, 3, 4, -5, 6, 7]>
            : tensor<16xi8>
          tags dense<[9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1, -2, -3, -4, -5, -6]>
            : tensor<16xi8>
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, StrAttr:$sym_visibility,
                       Hwlock_Policy:$policy, Hwlock_Bytes:$id,
                       OptionalAttr<Hwlock_Bytes>:$mac);
  let regions = (region SizedRegion<1>:$bodyRegion);
  let assemblyFormat = [{
    $sym_name `` custom<PrivateVisibility>($sym_visibility)
    `policy` `` $policy `id` custom<Bytes>($id) (`mac` custom<Bytes>($mac)^)?
    attr-dict-with-keyword $bodyRegion
  }];
  let skipDefaultBuilders = 1;
  let builders = [
    // An empty vault; `mac` is left out if it is empty.
    OpBuilder<(ins "::llvm::StringRef":$name, "::hwlock::Policy":$policy,
                   "::llvm::ArrayRef<uint8_t>":$id,
                   CArg<"::llvm::ArrayRef<uint8_t>", "{}">:$mac)>
  ];
  let hasVerifier = 1;
  let hasRegionVerifier = 1;
}

def Hwlock_SlotOp
    : Hwlock_Op<"slot", [HasParent<"::hwlock::VaultOp">, Symbol]> {
  let summary = "wrap the data key for one machine";
  let description = [{
    Says what to measure and holds the data key, wrapped under the key that this
    measurement gives on the authorised machine. `probes` are the identifiers of
    the chains of the clock source (Core/Chains.h), `helper` the code-offset that
    corrects their symbols, `binding` what the other sources need to be asked. A
    slot without probes that uses the clock, as under
    `garbage`, measures the published list of quiet chains.

    A slot is never removed alone, since the MAC of the vault covers it.

    - C9: the identifier has 16 bytes, the wrapped key 32.
    - C10: under `error` the tag has 32 bytes, under `garbage` there is none.
    - C11: probes ascend strictly and are below 192.
    - C12: the helper has one byte for each probe.
    - C13: under `error` a slot with the clock has 24 to 192 probes; any other
      slot has none.
    - C28: the binding holds what `machine_id`, `tpm2`, `plugin` or `owner` store,
      and is there if a source stores something.
    - C29: `owner` is the only source of its slot.

    ```mlir
    hwlock.slot @s0 id "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
        sources<clock, precision>
        probes [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17,
                18, 19, 20, 21, 22, 40]
        helper "c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7"
        wrapped "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"
        tag "606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f"
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Hwlock_Bytes:$id,
                       Hwlock_Sources:$sources, DenseI32ArrayAttr:$probes,
                       Hwlock_Bytes:$helper,
                       OptionalAttr<Hwlock_Bytes>:$binding,
                       Hwlock_Bytes:$wrapped_key,
                       OptionalAttr<Hwlock_Bytes>:$tag);
  let assemblyFormat = [{
    $sym_name `id` custom<Bytes>($id) `sources` `` $sources
    `probes` $probes `helper` custom<Bytes>($helper)
    (`binding` custom<Bytes>($binding)^)?
    `wrapped` custom<Bytes>($wrapped_key) (`tag` custom<Bytes>($tag)^)? attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The manifest MAC covers the slot whether it is named or not.
    bool canDiscardOnUseEmpty() { return false; }
  }];
}

def Hwlock_SealedOp
    : Hwlock_Op<"sealed", [HasParent<"::hwlock::VaultOp">, Symbol]> {
  let summary = "store a weight as ciphertext";
  let description = [{
    A constant of the given type, transformed by `chain`, innermost first, with
    its elements stored in `order`. The ciphertext is a tensor of bytes, so that
    nothing reads it as numbers. `id`, not the symbol, enters the weight's key:
    the operation may be renamed.

    An element takes its width rounded up to bytes; an `i1` takes one byte. A
    chain with `#hwlock.pretransform` has tables in front of the ciphertext, and
    is larger than the weight. Under the policy `error` each 64 KiB of ciphertext
    have a tag of 16 bytes.

    A sealed weight is never removed alone, since the MAC of the vault covers it.

    - C14: the type is a tensor with static shape and at least one element, of
      `i1` or of integers or floats of at least 8 bits.
    - C15: the ciphertext is `tensor<Nxi8>`, N the bytes that the chain makes of
      the plain weight; if it is a resource, its data, where present, has N bytes.
    - C16: under `error` the tags are `tensor<Mxi8>`, M 16 for each started
      64 KiB behind the tables, and so is their data; under `garbage` there are
      none.
    - C17: the identifier has 16 bytes.
    - C18: the chain has 1 to 8 transformations, each once.
    - C30: they come in the order `#hwlock.shuffle`, `#hwlock.pretransform`,
      `#hwlock.aes`.
    - C31: `#hwlock.pretransform` is followed by `#hwlock.aes`, since its codes
      are the weights for whoever reads them.
    - C32: each transformation is defined for the type of the weight:
      `#hwlock.pretransform` for `f32` and `bf16`.

    ```mlir
    hwlock.sealed @bias : tensor<3xi1> chain [#hwlock.aes<128>]
        order #hwlock.order<row_major> id "c0c1c2c3c4c5c6c7c8c9cacbcccdcecf"
        = dense<[17, 2, -9]> : tensor<3xi8>
        tags dense<[9, 8, 7, 6, 5, 4, 3, 2, 1, 0, -1, -2, -3, -4, -5, -6]>
          : tensor<16xi8>
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name,
      TypeAttrBase<"::mlir::RankedTensorType", "type of a weight">:$weight_type,
      TypedArrayAttrBase<Hwlock_TransformationAttr, "transformations">:$chain,
      Hwlock_Order:$order, Hwlock_Bytes:$id, ElementsAttr:$ciphertext,
      OptionalAttr<ElementsAttr>:$tags);
  let assemblyFormat = [{
    $sym_name `:` $weight_type `chain` $chain `order` qualified($order)
    `id` custom<Bytes>($id) `=` $ciphertext (`tags` $tags^)? attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    /// The manifest MAC covers the weight whether it is used or not.
    bool canDiscardOnUseEmpty() { return false; }
  }];
}

#endif // HWLOCK_IR_VAULTOPS_TD
