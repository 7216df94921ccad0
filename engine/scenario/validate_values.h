// Checks of single values where they are constant, for each segment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/validate_constants.h"
#include "scenario/walk.h"

namespace journeylab {

/// The values that one segment of one variant knows from the start.
struct SegmentView {
  const Scenario& scenario;
  std::size_t variant = 0;
  std::uint32_t segment = 0;

  [[nodiscard]] KnownValues known() const noexcept;
  /// ", for segment 'loyal'" where what is spoken of depends on the segment.
  [[nodiscard]] std::string suffix(bool depends) const;
};

/// A number for messages: at most 12 digits, "not a number", "infinite".
[[nodiscard]] std::string describe_number(double number);

/// Whether a distribution in this place may give less than 0, as far as that is known.
[[nodiscard]] bool may_be_negative(const Distribution& distribution, const KnownValues& known);

/// What is wrong with a value for one segment, as a problem; most often nothing.
void check_value(const Value& value, ValueUse use, const SegmentView& view,
                 std::vector<Problem>& problems);

/// As check_value for each segment, once where the value does not depend on it.
void check_value_everywhere(const Value& value, ValueUse use, const Scenario& scenario,
                            std::size_t variant, std::vector<Problem>& problems);

}  // namespace journeylab
