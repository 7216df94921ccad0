#include <limits>

#include <catch2/catch.hpp>

#include "report/number_text.h"

using namespace journeylab;

namespace {

Estimate with_error(double value, double error) {
  Estimate estimate;
  estimate.value = value;
  estimate.standard_error = error;
  return estimate;
}

std::string shown(double value, double error, Measure measure, bool sign = false) {
  const NumberStyle style = style_for(with_error(value, error), measure, TimeUnit::day, sign);
  return show(value, style);
}

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("as many decimals as show the first two digits of the error", "[report][number]") {
  CHECK(decimals_for(0.061) == 3);
  CHECK(decimals_for(0.1) == 2);
  CHECK(decimals_for(0.0994) == 3);  // 0.099
  CHECK(decimals_for(0.0996) == 2);  // 0.10
  CHECK(decimals_for(1.0) == 1);
  CHECK(decimals_for(12.0) == 0);
  CHECK(decimals_for(1e9) == 0);
  CHECK_FALSE(decimals_for(0.0));
  CHECK_FALSE(decimals_for(-1.0));
  CHECK_FALSE(decimals_for(not_a_number));
  CHECK_FALSE(decimals_for(infinity));
}

TEST_CASE("shares are percentages, their differences points, times have their unit",
          "[report][number]") {
  CHECK(shown(0.0814, 0.00061, Measure::share) == "8.140%");
  CHECK(shown(1.0, 0.0012, Measure::share) == "100.00%");
  CHECK(shown(0.0062, 0.0001, Measure::points, true) == "+0.620 points");
  CHECK(shown(-0.0062, 0.0001, Measure::points, true) == "-0.620 points");
  CHECK(shown(3.414303, 0.021, Measure::time) == "3.414 days");
  CHECK(show(1.0, {.measure = Measure::time, .unit = TimeUnit::hour}) == "1 hour");
  CHECK(show(0.0, {.measure = Measure::time, .unit = TimeUnit::hour}) == "0 hours");
  CHECK(shown(11.401167, 0.084, Measure::plain) == "11.401");
}

TEST_CASE("without an error a number has four significant digits", "[report][number]") {
  CHECK(show_bare(0.0, {}) == "0");
  CHECK(show_bare(1.0, {.measure = Measure::share}) == "100%");
  CHECK(show_bare(0.5, {}) == "0.5");
  CHECK(show_bare(0.000123456, {}) == "0.0001235");
  CHECK(show_bare(1234567.8, {}) == "1,234,568");
  CHECK(show_bare(-20.0, {}) == "-20");
}

TEST_CASE("where the error is unknown the interval's width says how many digits matter",
          "[report][number]") {
  Estimate none = with_error(0.0, 0.0);
  none.low = 0.0;
  none.high = 0.0038;
  const NumberStyle style = style_for(none, Measure::share, TimeUnit::day);
  CHECK(show(0.0, style) == "0.000%");
  CHECK(show_interval(none, style) == "0.000% to 0.380%");
}

TEST_CASE("a number is rounded, not its shortest digits, and a middle goes to the even digit",
          "[report][number]") {
  // The same pairs stand in the tests of the page.
  const auto fixed = [](double number, int decimals) {
    return show_bare(number, {.decimals = decimals});
  };
  CHECK(fixed(0.3055, 3) == "0.305");  // the number is a little less than its digits
  CHECK(fixed(0.125, 2) == "0.12");
  CHECK(fixed(0.375, 2) == "0.38");
  CHECK(fixed(-2.5, 0) == "-2");
  CHECK(fixed(3.5, 0) == "4");
  CHECK(fixed(1.005, 2) == "1.00");
  CHECK(fixed(9.995, 2) == "9.99");
  CHECK(fixed(0.29, 1) == "0.3");
  CHECK(fixed(1e-9, 4) == "0.0000");
  CHECK(show_bare(0.00125, {.measure = Measure::share, .decimals = 2}) == "0.12%");
  CHECK(show_bare(0.0834, {.measure = Measure::share, .decimals = 2}) == "8.34%");
}

TEST_CASE("very large, very small and impossible numbers stay short", "[report][number]") {
  CHECK(shown(1e300, 1e298, Measure::plain) == "1e+300");
  CHECK(shown(-1.5e20, 0.0, Measure::plain) == "-1.5e+20");
  CHECK(shown(1.2346e-12, 1e-14, Measure::plain) == "1.235e-12");
  CHECK(show_bare(1e-30, {}) == "1e-30");
  CHECK(show_bare(999999999999999.0, {.decimals = 0}) == "999,999,999,999,999");
  CHECK(show_bare(not_a_number, {.decimals = 2}) == missing_text);
  CHECK(show(infinity, {.measure = Measure::points}) == missing_text);
}

TEST_CASE("what is shown as zero has no sign", "[report][number]") {
  CHECK(show_bare(-0.0, {.decimals = 2}) == "0.00");
  CHECK(show_bare(-0.001, {.decimals = 2}) == "0.00");
  CHECK(show_bare(0.001, {.decimals = 2, .sign = true}) == "0.00");
  CHECK(show_bare(-0.0, {}) == "0");
}

TEST_CASE("thousands are set apart in the digits before the point alone", "[report][number]") {
  CHECK(show_count(0) == "0");
  CHECK(show_count(999) == "999");
  CHECK(show_count(1000) == "1,000");
  CHECK(show_count(18446744073709551615u) == "18,446,744,073,709,551,615");
  CHECK(show_bare(-123456.789012, {.decimals = 6}) == "-123,456.789012");
}

TEST_CASE("shares of counts have the digits that so few customers allow", "[report][number]") {
  CHECK(show_share(55000, 200000) == "27.50%");
  CHECK(show_share(1, 3) == "33%");
  CHECK(show_share(0, 10) == "0%");
  CHECK(show_share(10, 10) == "100%");
  CHECK(show_share(0, 0) == missing_text);
}

TEST_CASE("money, p-values, levels and spans", "[report][number]") {
  CHECK(show_money(2280233.429) == "2,280,233.43");
  CHECK(show_money(0.0) == "0.00");
  CHECK(show_money(-3.0) == "-3.00");
  CHECK(show_money(0.0042) == "0.0042");
  CHECK(show_money(infinity) == missing_text);
  CHECK(show_p_value(0.04212) == "0.0421");
  CHECK(show_p_value(0.00009) == "<0.0001");
  CHECK(show_p_value(0.0) == "<0.0001");
  CHECK(show_p_value(1.0) == "1");
  CHECK(show_p_value(std::nullopt) == missing_text);
  CHECK(show_p_value(not_a_number) == missing_text);
  CHECK(show_level(0.95) == "95%");
  CHECK(show_level(0.999) == "99.9%");
  CHECK(show_span(365.0, TimeUnit::day) == "365 days");
  CHECK(show_span(1.0, TimeUnit::week) == "1 week");
}
