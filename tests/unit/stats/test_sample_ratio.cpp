#include <vector>

#include <catch2/catch.hpp>

#include "stats/multiplicity.h"
#include "stats/sample_ratio.h"
#include "unit/stats/agreement.h"

using namespace journeylab;
using namespace journeylab::testing;

namespace {

std::vector<std::string> items(const std::string& list) {
  std::vector<std::string> result;
  std::istringstream stream(list);
  for (std::string item; std::getline(stream, item, ';');) result.push_back(item);
  return result;
}

}  // namespace

TEST_CASE("sample ratio tests agree with the reference", "[sample-ratio]") {
  for (const auto& row : reference_rows("srm.csv")) {
    std::vector<std::uint64_t> counts;
    std::vector<double> weights;
    for (const auto& item : items(row.at("counts"))) counts.push_back(std::stoull(item));
    for (const auto& item : items(row.at("weights"))) weights.push_back(std::stod(item));
    const SampleRatioTest found = sample_ratio_test(counts, weights);
    check_figure(row, "chisq", *found.statistic, 1e-9);
    check_figure(row, "df", found.df, 0.0);
    check_figure(row, "p_value", found.p_value.p, 1e-9);
    check_figure(row, "ln_p_value", found.p_value.ln_p, 1e-9);
  }
}

TEST_CASE("a sample ratio warns and stops at its thresholds", "[sample-ratio]") {
  const std::vector<double> half{1.0, 1.0};
  const auto verdict = [&](std::uint64_t a, std::uint64_t b) {
    return sample_ratio_test(std::vector{a, b}, half).verdict;
  };
  CHECK(verdict(50000, 50700) == SampleRatioVerdict::as_planned);  // p = 0.027
  CHECK(verdict(50000, 50900) == SampleRatioVerdict::suspicious);  // p = 0.0046
  CHECK(verdict(50000, 51100) == SampleRatioVerdict::broken);      // p = 0.0005
}

TEST_CASE("the chi-square's far tail keeps its logarithm", "[sample-ratio]") {
  // With two degrees of freedom the tail is e^(-x/2); with four that times 1 + x/2.
  CHECK(chi_square_p_value(4000.0, 2.0).p == 0.0);
  CHECK(chi_square_p_value(4000.0, 2.0).ln_p == Approx(-2000.0).epsilon(1e-13));
  CHECK(chi_square_p_value(4000.0, 4.0).ln_p ==
        Approx(-2000.0 + std::log1p(2000.0)).epsilon(1e-13));
  CHECK(chi_square_p_value(1e-8, 4.0).ln_p == Approx(-1.25e-17).epsilon(1e-6));
}

TEST_CASE("sample ratios without meaning are reasons", "[sample-ratio]") {
  const std::vector<std::uint64_t> counts{4, 5};
  CHECK_FALSE(sample_ratio_test(counts, std::vector{1.0}).statistic);
  CHECK_FALSE(sample_ratio_test(counts, std::vector{1.0, 0.0}).statistic);
  CHECK_FALSE(sample_ratio_test(std::vector<std::uint64_t>{0, 0}, std::vector{1.0, 1.0}).statistic);
  CHECK_FALSE(sample_ratio_test(std::vector<std::uint64_t>{7}, std::vector{1.0}).statistic);
}

TEST_CASE("Berkeley's admissions warn of Simpson's paradox", "[sample-ratio]") {
  // Bickel, Hammel and O'Connell 1975, six departments: women less men, in points of admission, and
  // applicants. Over all, women have 30 % and men 45 %; within, most departments favour women.
  const std::vector<SegmentEffect> departments{{0.20, 933}, {0.05, 585},  {-0.03, 918},
                                               {0.02, 792}, {-0.04, 584}, {0.01, 714}};
  const SimpsonWarning found = simpson_warning(-0.14, departments);
  CHECK(found.standardised_opposed);
  CHECK_FALSE(found.every_segment_opposed);
  CHECK(found.warns());
}

TEST_CASE("Simpson's warning needs opposite signs", "[sample-ratio]") {
  const std::vector<SegmentEffect> up{{0.1, 10.0}, {0.2, 20.0}};
  CHECK(simpson_warning(-0.05, up).every_segment_opposed);
  CHECK_FALSE(simpson_warning(0.05, up).warns());
  CHECK_FALSE(simpson_warning(0.0, up).warns());
  CHECK_FALSE(simpson_warning(-0.05, std::vector<SegmentEffect>{{0.1, 10.0}}).warns());
  CHECK_FALSE(simpson_warning(0.1, {}).warns());
}

TEST_CASE("every correction of many comparisons agrees with the reference", "[multiplicity]") {
  const std::map<std::string, Adjustment> methods{{"bonferroni", Adjustment::bonferroni},
                                                  {"holm", Adjustment::holm},
                                                  {"hochberg", Adjustment::hochberg},
                                                  {"BH", Adjustment::bh},
                                                  {"BY", Adjustment::by},
                                                  {"sidak", Adjustment::sidak},
                                                  {"holm_sidak", Adjustment::holm_sidak}};
  std::map<std::string, std::vector<ReferenceRow>> families;
  for (const auto& row : reference_rows("multiplicity.csv")) {
    families[row.at("method") + "/" + row.at("family_id")].push_back(row);
  }
  for (const auto& [name, rows] : families) {
    std::vector<std::optional<double>> p_values;
    for (const auto& row : rows) p_values.emplace_back(number(row, "p"));
    const auto adjusted = adjust_p_values(p_values, methods.at(rows.front().at("method")));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      check_figure(rows[i], "p_adjusted", *adjusted[i], 1e-12);
    }
  }
}

TEST_CASE("Sidak's corrections keep tiny p-values", "[multiplicity]") {
  const std::vector<std::optional<double>> p_values{1e-30, 0.5, std::nullopt, 1.0};
  const auto adjusted = adjust_p_values(p_values, Adjustment::holm_sidak);
  CHECK(*adjusted[0] == Approx(3e-30).epsilon(1e-12));
  CHECK(*adjusted[1] == Approx(0.75).epsilon(1e-14));
  CHECK_FALSE(adjusted[2]);
  CHECK(*adjusted[3] == 1.0);
}
