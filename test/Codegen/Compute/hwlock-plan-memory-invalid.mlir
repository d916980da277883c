// RUN: hwlock-opt %s --hwlock-plan-memory --split-input-file --verify-diagnostics

func.func @dynamic(%n: index) {
  // expected-error @below {{temporary buffer of type 'memref<?xf32>': expected a static shape}}
  %a = memref.alloc(%n) : memref<?xf32>
  return
}

// -----

func.func @carried(%x: memref<4xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %r = scf.for %i = %c0 to %c4 step %c1 iter_args(%last = %x) -> (memref<4xf32>) {
    // expected-error @below {{a temporary buffer leaves the loop that allocates it: expected one buffer for all iterations}}
    %b = memref.alloc() : memref<4xf32>
    memref.copy %last, %b : memref<4xf32> to memref<4xf32>
    scf.yield %b : memref<4xf32>
  }
  return
}

// -----

// expected-error @below {{function 'blocks' has more than one block: expected structured control flow}}
func.func @blocks() {
  cf.br ^end
^end:
  return
}
