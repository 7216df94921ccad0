// Numbers as people type them.
#include <catch2/catch.hpp>

#include "cli/quantity.h"

using namespace journeylab;

TEST_CASE("the weight of an arm", "[cli]") {
  CHECK(weight("2") == 2.0);
  CHECK(weight("50%") == 0.5);
  CHECK(weight("0") == 0.0);
  for (const char* text : {"-1", "150%", "", "%", "inf", "nan", "1:2"}) CHECK_FALSE(weight(text));
}

TEST_CASE("whole numbers are read with and without exponent", "[cli]") {
  CHECK(whole_number("0") == 0);
  CHECK(whole_number("200000") == 200000);
  CHECK(whole_number("2e6") == 2000000);
  CHECK(whole_number("1.5e3") == 1500);
  CHECK(whole_number("2E6") == 2000000);
  CHECK(whole_number("2e+6") == 2000000);
  CHECK(whole_number("18446744073709551615") == UINT64_MAX);
  CHECK(whole_number("9007199254740993") == 9007199254740993);  // no double holds it
}

TEST_CASE("what is no whole number is refused", "[cli]") {
  for (const char* text : {"",      " ",    "-1",    "+1",   "1.5",
                           "1e-3",  "2e6x", " 7",    "7 ",   "0x10",
                           "nan",   "inf",  "1e400", "1e17", "18446744073709551616",
                           "1,000", "2e",   "e6",    ".",    "1_000",
                           "5M",    "--",   "٣"}) {
    INFO("text: '" << text << "'");
    CHECK_FALSE(whole_number(text).has_value());
  }
}

TEST_CASE("a level of confidence is a percentage or a share, inside 0 and 1", "[cli]") {
  CHECK(confidence_level("95%") == 0.95);
  CHECK(confidence_level("0.95") == 0.95);
  CHECK(confidence_level("99.9%") == Approx(0.999));
  CHECK(confidence_level(".5") == 0.5);
  for (const char* text : {"", "%", "95", "0", "1", "0%", "100%", "-5%", "nan", "nan%", "inf",
                           "95 %", "95%%", "0,95", "1e-400"}) {
    INFO("text: '" << text << "'");
    CHECK_FALSE(confidence_level(text).has_value());
  }
}

TEST_CASE("a precision is in points, relative, or absolute", "[cli]") {
  const auto points = precision("0.1pp");
  REQUIRE(points.has_value());
  CHECK(points->width == Approx(0.001));
  CHECK_FALSE(points->relative);
  const auto relative = precision("0.5%");
  REQUIRE(relative.has_value());
  CHECK(relative->width == Approx(0.005));
  CHECK(relative->relative);
  const auto absolute = precision("2.5");
  REQUIRE(absolute.has_value());
  CHECK(absolute->width == 2.5);
  CHECK_FALSE(absolute->relative);
  for (const char* text : {"", "pp", "%", "0", "0pp", "0%", "-1", "-0.1pp", "nan", "infpp",
                           "1e400%", "1p", "1 pp", "0.1pp%"}) {
    INFO("text: '" << text << "'");
    CHECK_FALSE(precision(text).has_value());
  }
}

TEST_CASE("a change is relative, in points, or absolute, with a sign or without", "[cli]") {
  CHECK(change("5%")->amount == Approx(0.05));
  CHECK(change("5%")->relative);
  CHECK(change("-0.5pp")->amount == Approx(-0.005));
  CHECK_FALSE(change("-0.5pp")->relative);
  CHECK(change("+2.5")->amount == 2.5);
  CHECK(change("0%")->amount == 0.0);
  for (const char* text : {"", "%", "pp", "five", "--5%", "nan", "5%%", "1e400"}) {
    CAPTURE(text);
    CHECK_FALSE(change(text).has_value());
  }
}

TEST_CASE("shares and traffic", "[cli]") {
  CHECK(share("4%") == 0.04);
  CHECK(share("0.04") == 0.04);
  CHECK(share("0") == 0.0);
  CHECK(share("100%") == 1.0);
  CHECK(number("-3.5") == -3.5);
  CHECK(traffic("2000/day") == 2000.0);
  CHECK(traffic("2000") == 2000.0);
  CHECK(traffic("14000/week") == 2000.0);
  CHECK(traffic("100/hour") == Approx(2400.0));
  for (const char* text : {"", "-1%", "101%", "1.01", "x"}) {
    CAPTURE(text);
    CHECK_FALSE(share(text).has_value());
  }
  for (const char* text : {"", "/day", "-1/day", "0/day", "1e9", "2000/fortnight", "many"}) {
    CAPTURE(text);
    CHECK_FALSE(traffic(text).has_value());
  }
}
