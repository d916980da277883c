// RUN: hwlock-opt %s --hwlock-pack-weights --split-input-file --verify-diagnostics

// expected-error @below {{argument 0 is marked as a weight and has type 'f32': expected a tensor of static shape}}
func.func @scalar(%w: f32 {hwlock.weight = @v::@w}) -> f32 {
  return %w : f32
}

// -----

// expected-error @below {{argument 1 is marked as a weight and has type 'tensor<?xf32>': expected a tensor of static shape}}
func.func @dynamic(%x: f32, %w: tensor<?xf32> {hwlock.weight = @v::@w}) -> tensor<?xf32> {
  return %w : tensor<?xf32>
}
