// A decimal comma in the process's locale changes neither what is read nor what is written.
// Programs that use the library set one for themselves.
#include <array>
#include <clocale>
#include <fstream>
#include <iterator>
#include <locale>
#include <vector>

#include <catch2/catch.hpp>

#include "calc/calc.h"
#include "cli/options.h"
#include "cli/quantity.h"
#include "cli/verbs.h"
#include "store/results.h"
#include "support/temporary_file.h"

using namespace journeylab;

namespace {

// 1.234,5 as much of the world writes it.
class Comma : public std::numpunct<char> {
 protected:
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

// The locale of C++ is such a one while this lives, and C's as well where the machine has one.
class CommaEverywhere {
 public:
  CommaEverywhere() : before_(std::locale::global(std::locale(std::locale::classic(), new Comma))) {
    for (const char* name : {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"}) {
      if (std::setlocale(LC_ALL, name) != nullptr) break;  // NOLINT(concurrency-mt-unsafe)
    }
  }
  ~CommaEverywhere() {
    std::setlocale(LC_ALL, "C");  // NOLINT(concurrency-mt-unsafe)
    std::locale::global(before_);
  }
  CommaEverywhere(const CommaEverywhere&) = delete;
  CommaEverywhere& operator=(const CommaEverywhere&) = delete;

 private:
  std::locale before_;
};

std::string contents(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// What a verb writes with these arguments, in this format.
std::string answer(std::vector<std::string> arguments, const std::string& format,
                   int (*verb)(const Options&)) {
  const testing::TemporaryFile file("");
  arguments.insert(arguments.end(), {"--format", format, "-o", file.path(), "--color", "never"});
  CHECK(verb(std::get<Options>(read_options(arguments))) == 0);
  return contents(file.path());
}

// All answers that hold numbers, one after the other.
std::string all_answers() {
  const std::string scenarios = std::string(JOURNEYLAB_SOURCE_DIR) + "/scenarios/";
  std::string all;
  for (const char* format : {"text", "json", "csv", "markdown"}) {
    all += answer({"simulate", scenarios + "subscription.yaml", "--customers", "2e3"}, format,
                  simulate);
    all += answer(
        {"compare", scenarios + "onboarding.yaml", "--customers", "1.5e3", "--confidence", "97.5%"},
        format, compare);
    all += answer({"size", "--baseline", "4.5%", "--effect", "0.5pp", "--traffic", "1234.5/day"},
                  format, size);
    all += answer(
        {"experiment", scenarios + "free_shipping.yaml", "--replicates", "3", "--plan", "fixed"},
        format, experiment);
    all += answer({"analyze", scenarios + "data/welcome.csv", "--analysis",
                   scenarios + "data/welcome_analysis.yaml"},
                  format, analyze);
  }
  return all;
}

}  // namespace

TEST_CASE("a decimal comma in the locale changes no answer", "[cli][locale]") {
  const std::string usual = all_answers();
  const CommaEverywhere comma;
  CHECK(all_answers() == usual);
}

TEST_CASE("a decimal comma in the locale changes nothing that is read", "[cli][locale]") {
  const std::string request = R"({"method": "proportion_ci", "x": 1.0, "n": 2.5e1})";
  const std::string usual = calc_answer(request, 1);
  const std::string results = R"({"journeylab": "1.20.3", "command": "compare"})";
  const auto refusal = [&] {
    try {
      static_cast<void>(parse_results(results, "r.json", "1.3.0"));
    } catch (const std::exception& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const std::string refused = refusal();
  CHECK_THAT(refused, Catch::Contains("newer"));
  const CommaEverywhere comma;
  CHECK(calc_answer(request, 1) == usual);
  CHECK(confidence_level("97.5%") == 0.975);
  CHECK_FALSE(confidence_level("97,5%"));
  CHECK(whole_number("1.5e3") == 1500U);
  CHECK(refusal() == refused);
}
