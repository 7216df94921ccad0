// What a distribution may be stated with, and the messages where it may not.
#include <cmath>
#include <limits>

#include <catch2/catch.hpp>

#include "random/distribution.h"
#include "statistical/random/boost_reference.h"

namespace journeylab {
namespace {

using test::stated;
using test::truncated;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string problem(Family family, std::array<double, 3> parameters, Form form = Form::canonical) {
  return problem_of(stated(family, parameters, form));
}

TEST_CASE("Parameters have the names of the language", "[random][specification]") {
  const auto names = [](Family family, Form form) {
    const auto found = parameter_names(family, form);
    return std::vector<std::string_view>(found.begin(), found.end());
  };
  using Names = std::vector<std::string_view>;
  CHECK(names(Family::exponential, Form::canonical) == Names{"mean"});
  CHECK(names(Family::lognormal, Form::canonical) == Names{"mu", "sigma"});
  CHECK(names(Family::lognormal, Form::median_sigma) == Names{"median", "sigma"});
  CHECK(names(Family::gamma, Form::mean_sd) == Names{"mean", "sd"});
  CHECK(names(Family::triangular, Form::canonical) == Names{"low", "mode", "high"});
  CHECK(names(Family::pareto, Form::canonical) == Names{"scale", "shape"});
  CHECK(names(Family::weibull, Form::canonical) == Names{"shape", "scale"});
  CHECK(names(Family::gamma, Form::median_sigma).empty());
  CHECK(names(Family::normal, Form::mean_sd).empty());
  CHECK(names(Family::empirical, Form::canonical).empty());
  CHECK(name_of(Family::exponential) == "exponential");
  CHECK(name_of(Family::empirical) == "empirical");
}

TEST_CASE("Parameters out of range are named with what they must be", "[random][specification]") {
  CHECK(problem(Family::normal, {0, -2, 0}) == "sd is -2, must be 0 or more");
  CHECK(problem(Family::exponential, {-0.5, 0, 0}) == "mean is -0.5, must be 0 or more");
  CHECK(problem(Family::lognormal, {1, -1, 0}) == "sigma is -1, must be 0 or more");
  CHECK(problem(Family::lognormal, {0, 1, 0}, Form::median_sigma) ==
        "median is 0, must be above 0");
  CHECK(problem(Family::bernoulli, {1.5, 0, 0}) == "p is 1.5, must be between 0 and 1");
  CHECK(problem(Family::geometric, {0, 0, 0}) == "p is 0, must be between 1e-15 and 1");
  CHECK(problem(Family::gamma, {0, 1, 0}) == "shape is 0, must be between 0.001 and 1000000000");
  CHECK(problem(Family::gamma, {2, 0, 0}) == "scale is 0, must be above 0");
  CHECK(problem(Family::poisson, {1e12, 0, 0}) ==
        "mean is 1000000000000, must be between 0 and 1000000000");
  CHECK(problem(Family::beta, {1, 0.1, 0}, Form::mean_sd) ==
        "mean is 1, must be above 0 and below 1");
  CHECK(problem(Family::normal, {nan, 1, 0}) == "mean is nan, must be a finite number");
  CHECK(problem(Family::weibull, {1, infinity, 0}) == "scale is inf, must be a finite number");
}

TEST_CASE("Parameters that do not fit together are named together", "[random][specification]") {
  CHECK(problem(Family::uniform, {3, 2, 0}) == "low is 3, must not be above high (2)");
  CHECK(problem(Family::triangular, {0, 5, 4}) == "mode is 5, must not be above high (4)");
  CHECK(problem(Family::triangular, {6, 5, 8}) == "low is 6, must not be above mode (5)");
  CHECK(problem(Family::beta, {0.5, 0.5, 0}, Form::mean_sd) ==
        "sd is 0.5, must be below 0.5 (the square root of mean * (1 - mean))");
  CHECK(problem(Family::gamma, {1, 1e-6, 0}, Form::mean_sd).find("give a shape of") !=
        std::string::npos);
  CHECK(problem(Family::uniform, {-1e308, 1e308, 0}).find("too large") != std::string::npos);
  CHECK(problem(Family::pareto, {1, 0.001, 0}) ==
        "its largest draws would be too large for a number");
  CHECK(problem(Family::lognormal, {0, 100, 0}) ==
        "its largest draws would be too large for a number");
  CHECK(problem(Family::normal, {1, 1, 0}, Form::mean_sd) == "normal cannot be stated this way");
}

TEST_CASE("Distributions at the edge of what is allowed are allowed", "[random][specification]") {
  CHECK(problem(Family::exponential, {0, 0, 0}).empty());
  CHECK(problem(Family::normal, {5, 0, 0}).empty());
  CHECK(problem(Family::lognormal, {2, 0, 0}, Form::mean_sd).empty());
  CHECK(problem(Family::uniform, {2, 2, 0}).empty());
  CHECK(problem(Family::triangular, {1, 1, 1}).empty());
  CHECK(problem(Family::triangular, {1, 1, 2}).empty());
  CHECK(problem(Family::bernoulli, {0, 0, 0}).empty());
  CHECK(problem(Family::bernoulli, {1, 0, 0}).empty());
  CHECK(problem(Family::geometric, {1, 0, 0}).empty());
  CHECK(problem(Family::poisson, {0, 0, 0}).empty());
  CHECK(problem(Family::gamma, {1e9, 1, 0}).empty());
}

TEST_CASE("A truncation that leaves nothing is a problem", "[random][specification]") {
  const DistributionSpec normal = stated(Family::normal, {0, 1, 0});
  CHECK(problem_of(truncated(normal, 1, 0)) == "low is 1, must not be above high (0)");
  CHECK(problem_of(truncated(normal, nan, 0)) == "low is nan, must be a number");
  CHECK(problem_of(truncated(normal, 0, nan)) == "high is nan, must be a number");
  CHECK(problem_of(truncated(normal, 40, infinity)) ==
        "low 40 and high inf leave nothing to draw: the probability between them is 0");
  CHECK(problem_of(truncated(normal, 37, infinity)).empty());
  CHECK(problem_of(truncated(normal, 1, 1)).find("leave nothing") != std::string::npos);
  CHECK(problem_of(truncated(normal, infinity, infinity)).find("leave nothing") !=
        std::string::npos);
  const DistributionSpec counts = stated(Family::poisson, {3, 0, 0});
  CHECK(problem_of(truncated(counts, 1.2, 1.8)).find("leave nothing") != std::string::npos);
  CHECK(problem_of(truncated(counts, 2, 2)).empty());
  CHECK(
      problem_of(truncated(stated(Family::exponential, {1, 0, 0}), -5, -1)).find("leave nothing") !=
      std::string::npos);
  CHECK(problem_of(truncated(stated(Family::bernoulli, {0, 0, 0}), 1, 1)).find("leave nothing") !=
        std::string::npos);
  const DistributionSpec constant = stated(Family::normal, {5, 0, 0});
  CHECK(problem_of(truncated(constant, 5, 9)).empty());
  CHECK_FALSE(problem_of(truncated(constant, 6, 9)).empty());
}

TEST_CASE("A heavy tail may be cut where it would overflow", "[random][specification]") {
  CHECK(problem_of(truncated(stated(Family::pareto, {1, 0.01, 0}), 1, 1e6)).empty());
}

TEST_CASE("A sample must hold finite numbers and takes no truncation", "[random][specification]") {
  DistributionSpec spec = stated(Family::empirical, {});
  CHECK(problem_of(spec) == "it has no values");
  spec.sample = std::make_shared<std::vector<double>>(std::vector<double>{1, infinity});
  CHECK(problem_of(spec) == "value 2 is inf, must be a finite number");
  spec.sample = std::make_shared<std::vector<double>>(std::vector<double>{1, 2});
  CHECK(problem_of(spec).empty());
  CHECK(problem_of(truncated(spec, 0, infinity)) == "it takes neither low nor high");
}

TEST_CASE("It is known which distributions can be negative", "[random][specification]") {
  CHECK(can_be_negative(stated(Family::normal, {100, 1, 0})));
  CHECK_FALSE(can_be_negative(truncated(stated(Family::normal, {100, 1, 0}), 0, infinity)));
  CHECK_FALSE(can_be_negative(stated(Family::normal, {100, 0, 0})));
  CHECK(can_be_negative(stated(Family::normal, {-1, 0, 0})));
  CHECK(can_be_negative(stated(Family::uniform, {-1, 1, 0})));
  CHECK_FALSE(can_be_negative(stated(Family::uniform, {0, 1, 0})));
  CHECK(can_be_negative(stated(Family::triangular, {-1, 0, 1})));
  for (const Family family :
       {Family::exponential, Family::lognormal, Family::gamma, Family::weibull, Family::beta,
        Family::bernoulli, Family::poisson, Family::geometric, Family::pareto}) {
    CHECK_FALSE(can_be_negative(stated(family, {0.5, 0.5, 0})));
  }
  DistributionSpec sample = stated(Family::empirical, {});
  sample.sample = std::make_shared<std::vector<double>>(std::vector<double>{1, -2, 3});
  CHECK(can_be_negative(sample));
}

TEST_CASE("It is known which distributions are surely positive", "[random][specification]") {
  CHECK(surely_positive(stated(Family::exponential, {1, 0, 0})));
  CHECK_FALSE(surely_positive(stated(Family::exponential, {0, 0, 0})));
  CHECK(surely_positive(stated(Family::uniform, {0, 1, 0})));
  CHECK_FALSE(surely_positive(stated(Family::uniform, {0, 0, 0})));
  CHECK(surely_positive(stated(Family::pareto, {1, 1, 0})));
  CHECK_FALSE(surely_positive(stated(Family::normal, {9, 1, 0})));
  CHECK(surely_positive(truncated(stated(Family::normal, {9, 1, 0}), 0.1, infinity)));
  CHECK_FALSE(surely_positive(truncated(stated(Family::normal, {9, 1, 0}), 0, infinity)));
  CHECK_FALSE(surely_positive(stated(Family::poisson, {100, 0, 0})));
  CHECK(surely_positive(truncated(stated(Family::poisson, {3, 0, 0}), 1, infinity)));
  CHECK_FALSE(surely_positive(stated(Family::empirical, {})));
}

}  // namespace
}  // namespace journeylab
