// Correction of p-values for being one of a family. Definitions as R's p.adjust; what each
// controls, and under which dependence, is in engine/methods/multiplicity.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace journeylab {

enum class Adjustment : std::uint8_t {
  none,
  bonferroni,
  holm,        ///< Holm 1979
  hochberg,    ///< Hochberg 1988
  bh,          ///< Benjamini and Hochberg 1995
  by,          ///< Benjamini and Yekutieli 2001
  sidak,       ///< Sidak 1967, single step
  holm_sidak,  ///< Holland and Copenhaver 1987, Sidak's stepped down
};

/// "holm" and so on, as options and answers write it.
[[nodiscard]] std::string_view name_of(Adjustment adjustment) noexcept;

/// The adjustment of that name, or nothing.
[[nodiscard]] std::optional<Adjustment> adjustment_named(std::string_view name) noexcept;

/// Adjusted p-values in the order given. Missing ones (nothing, or NaN) stay missing and do not
/// count as members of the family.
[[nodiscard]] std::vector<std::optional<double>> adjust_p_values(
    const std::vector<std::optional<double>>& p_values, Adjustment adjustment);

}  // namespace journeylab
