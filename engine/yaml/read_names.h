// The names of a scenario file, numbered over all variants, and what formulas may speak of where.
#pragma once

#include <vector>

#include "scenario/scenario.h"
#include "yaml/read_variants.h"

namespace journeylab {

/// Every name of the file: control's first, in the order written, then those that variants add.
/// What has the wrong shape is passed over; the readers report it.
[[nodiscard]] Names collect_names(const std::vector<VariantText>& texts);

/// Problems for names that formulas could not use: no plain name, a word of the language, or the
/// same name for two kinds of thing.
void check_plain_names(const std::vector<VariantText>& texts, Problems& problems);

/// Whether this key of a segment is a parameter, rather than the segment's own value of an
/// attribute.
[[nodiscard]] bool is_parameter_key(const Node& document, std::string_view key);

/// What formulas may speak of at each place.
struct Scopes {
  FormulaScope assumption;  ///< literals alone
  FormulaScope weight;      ///< literals alone
  FormulaScope parameter;
  FormulaScope attribute;
  FormulaScope state;
  FormulaScope touchpoint;
  FormulaScope journey;
  FormulaScope race;
  FormulaScope metric;
  FormulaScope where;
};

/// With the segment parameters and the state of these documents. `names` must outlive the result.
[[nodiscard]] Scopes scopes_of(const Names& names, const std::vector<const Node*>& documents,
                               double ticks_per_unit);

}  // namespace journeylab
