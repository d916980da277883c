#!/bin/sh
# Exit 1, "interesting" to the reducer, while the model decodes @bias.
! grep -q 'hwlock.unseal .*@v::@bias' "$1"
