// contacts(NAME) counts those of a touchpoint or of a channel. Where NAME is both, it must mean the
// same: the touchpoint is the only one in that channel.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scenario/scenario.h"

namespace journeylab {

/// Finds the contacts(NAME) that could mean two things.
class ContactNames {
 public:
  explicit ContactNames(const Scenario& scenario);
  void check(const Expression& formula, std::vector<Problem>& problems) const;

 private:
  [[nodiscard]] std::optional<std::string> ambiguous_name(const Expression& formula) const;

  const Scenario* scenario_;
  std::vector<std::set<std::uint32_t>> touchpoints_;  // by channel, over all variants
};

}  // namespace journeylab
