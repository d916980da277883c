//===- CodeChooser.h - A code for a weight --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The inverse of Core/PretransformCode.h. Among the codes that decode to a
// weight one is drawn, so that codes are uniform if the table fits.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_LIB_RUNTIME_CODECHOOSER_H
#define HWLOCK_LIB_RUNTIME_CODECHOOSER_H

#include "RandomStream.h"
#include "hwlock/Core/PretransformCode.h"
#include <optional>
#include <vector>

namespace hwlock::rt {

struct CodeChoice {
  uint16_t code;
  /// For the escape stream, if the code asks for one.
  std::optional<uint32_t> entry;
};

class CodeChooser {
public:
  /// `table` is ascending, and outlives this.
  explicit CodeChooser(const core::PretransformTable &table);

  /// A code that decodes to the upper half `half` at these scales. There is
  /// always one, if the table's bounds contain the weight.
  CodeChoice choose(uint16_t half, float rowScale, float columnScale,
                    RandomStream &random) const;

private:
  struct Scales {
    float row, column;
    /// One over their product.
    double inverse;
  };
  /// Where the values of a half begin.
  struct Boundary {
    /// First code but 0 that begins there or above; 2^16 if none does.
    uint32_t code;
    /// Where the boundary itself lies, in codes.
    double place;
    /// True if the code before is an escape.
    bool escapeBefore;
  };
  /// Codes between two knots, whose edges are equally far apart.
  struct Segment {
    double edge, perCode;
    uint32_t code;
  };

  void indexSegments();
  int32_t orderOf(uint32_t code, const Scales &scales) const;
  double placeOf(double quantile) const;
  Boundary boundaryOf(int32_t order, const Scales &scales) const;
  uint32_t search(int32_t order, const Scales &scales) const;
  uint32_t chooseCode(int32_t order, const Scales &scales,
                      RandomStream &random) const;

  const core::PretransformTable &table;
  /// Of all codes, and the end of the last.
  std::vector<int32_t> edges;
  /// Those that are not empty, and one at infinity.
  std::vector<Segment> segments;
  /// The segment that begins at or before equal steps of the quantile.
  std::vector<uint32_t> index;
  double indexScale;
};

} // namespace hwlock::rt

#endif // HWLOCK_LIB_RUNTIME_CODECHOOSER_H
