// The tables of the methods page on coverage, one function a topic. Deterministic: sums are exact,
// simulations have fixed seeds.
#pragma once

#include "statistical/coverage/figures.h"

namespace journeylab::coverage {

// Exact, by summing the binomial or the multinomial over a grid.
[[nodiscard]] Table one_proportion_table();
[[nodiscard]] Table proportion_difference_table();
[[nodiscard]] Table proportion_ratio_table();
[[nodiscard]] Table proportion_test_table();
[[nodiscard]] Table margin_test_table();
[[nodiscard]] Table paired_proportion_table();
[[nodiscard]] Table mcnemar_table();
[[nodiscard]] Table sample_ratio_table();
[[nodiscard]] Table beta_posterior_table();

// Simulated.
[[nodiscard]] Table means_table();
[[nodiscard]] Table paired_means_table();
[[nodiscard]] Table lift_table();
[[nodiscard]] Table cuped_table();
[[nodiscard]] Table quantile_table();
[[nodiscard]] Table bootstrap_table();
[[nodiscard]] Table many_comparisons_table();
[[nodiscard]] Table survival_table();
[[nodiscard]] Table logrank_table();
[[nodiscard]] Table posterior_table();
[[nodiscard]] Table group_sequential_table();
[[nodiscard]] Table always_valid_table();
[[nodiscard]] Table uniform_boundary_table();

}  // namespace journeylab::coverage
