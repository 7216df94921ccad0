// Distributions as values: forms, truncation, columns of files, and what is refused.
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "formula_setup.h"
#include "yaml/empirical_csv.h"

using namespace formula_setup;

namespace {

Distribution drawn(const std::string& text) {
  const Names names = sample_names();
  std::vector<Problem> problems;
  Value value = parse_value(scalar(text), sample_scope(names), problems);
  CAPTURE(text);
  if (!problems.empty()) UNSCOPED_INFO(describe(problems.front()));
  REQUIRE(problems.empty());
  REQUIRE(std::holds_alternative<Distribution>(value));
  return std::get<Distribution>(std::move(value));
}

/// Parameters of a distribution as trees, in order.
std::string parameters(const std::string& text) {
  std::string all;
  for (const Expression& parameter : drawn(text).parameters) {
    if (!all.empty()) all += ' ';
    all += tree(parameter);
  }
  return all;
}

/// A folder of its own for the files of one test.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / "journeylab-distribution-test") {
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] std::string at(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

Problem problem_of_text(const std::string& text, const std::string& column) {
  try {
    (void)read_column_text(text, column, "x.csv", "a.b");
  } catch (const InputError& error) {
    REQUIRE(error.problems().size() == 1);
    CHECK(error.problems()[0].place.path == "a.b");
    return error.problems()[0];
  }
  return {};
}

std::string complaint_of_text(const std::string& text, const std::string& column) {
  Problem problem = problem_of_text(text, column);
  problem.place.path.clear();
  return describe(problem);
}

}  // namespace

TEST_CASE("every family is stated by the names of its parameters", "[yaml][distribution]") {
  struct Case {
    std::string text;
    Family family;
    Form form;
    std::string parameters;
  };
  const std::vector<Case> cases{
      {"exponential(mean=12 hours)", Family::exponential, Form::canonical, "0.5"},
      {"lognormal(mu=1, sigma=0.5)", Family::lognormal, Form::canonical, "1 0.5"},
      {"lognormal(sigma=0.5, mu=-1)", Family::lognormal, Form::canonical, "-1 0.5"},
      {"lognormal(median=3, sigma=0.5)", Family::lognormal, Form::median_sigma, "3 0.5"},
      {"lognormal(sd=2, mean=3)", Family::lognormal, Form::mean_sd, "3 2"},
      {"normal(mean=open, sd=1)", Family::normal, Form::canonical, "parameter0 1"},
      {"gamma(shape=2, scale=3)", Family::gamma, Form::canonical, "2 3"},
      {"gamma(mean=2, sd=3)", Family::gamma, Form::mean_sd, "2 3"},
      {"weibull(shape=2, scale=3 days)", Family::weibull, Form::canonical, "2 3"},
      {"uniform(low=1, high=2)", Family::uniform, Form::canonical, "1 2"},
      {"triangular(high=4, low=1, mode=2)", Family::triangular, Form::canonical, "1 2 4"},
      {"beta(alpha=2, beta=5)", Family::beta, Form::canonical, "2 5"},
      {"beta(mean=0.3, sd=0.1)", Family::beta, Form::mean_sd, "0.3 0.1"},
      {"bernoulli(p=35%)", Family::bernoulli, Form::canonical, "0.35"},
      {"poisson(mean=max(open, 1))", Family::poisson, Form::canonical, "(max parameter0 1)"},
      {"geometric(p=0.5)", Family::geometric, Form::canonical, "0.5"},
      {"pareto(scale=1, shape=3)", Family::pareto, Form::canonical, "1 3"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    const Distribution distribution = drawn(one.text);
    CHECK(distribution.family == one.family);
    CHECK(distribution.form == one.form);
    CHECK(parameters(one.text) == one.parameters);
    CHECK(distribution.text == one.text);
    CHECK_FALSE(distribution.low.has_value());
    CHECK_FALSE(distribution.high.has_value());
  }
}

TEST_CASE("low and high cut a distribution off", "[yaml][distribution]") {
  const Distribution both = drawn("normal(mean=1, low=0, sd=2, high=open)");
  REQUIRE(both.low.has_value());
  REQUIRE(both.high.has_value());
  CHECK(tree(*both.low) == "0");
  CHECK(tree(*both.high) == "parameter0");
  CHECK(parameters("normal(mean=1, low=0, sd=2, high=open)") == "1 2");
  CHECK_FALSE(drawn("exponential(mean=1, high=3)").low.has_value());
  CHECK_FALSE(drawn("uniform(low=1, high=3)").low.has_value());
}

TEST_CASE("a formula stays a formula where a distribution may stand", "[yaml][distribution]") {
  const Names names = sample_names();
  std::vector<Problem> problems;
  const Value value = parse_value(scalar("open + 1"), sample_scope(names), problems);
  REQUIRE(problems.empty());
  CHECK(tree(std::get<Expression>(value)) == "(+ parameter0 1)");
}

TEST_CASE("wrong parameters are answered with the forms that there are", "[yaml][distribution]") {
  const std::string forms =
      "lognormal(mu, sigma), (median, sigma) or (mean, sd), with low and high to cut it off";
  struct Case {
    std::string text;
    std::string message;
  };
  const std::vector<Case> cases{
      {"lognormal(mu=1, sd=2)", "1: lognormal with (mu, sd); expected " + forms},
      {"lognormal(mu=1)", "1: lognormal with (mu); expected " + forms},
      {"lognormal()", "1: lognormal without parameters; expected " + forms},
      {"lognormal(low=1)", "1: lognormal without parameters; expected " + forms},
      {"lognormal(mu=1, sgma=2)",
       "17: unknown parameter 'sgma' of lognormal; expected " + forms + "; did you mean 'sigma'?"},
      {"uniform(low=1, high=2, mean=3)",
       "24: unknown parameter 'mean' of uniform; expected uniform(low, high)"},
      {"lognormal(mu=1, mu=2)", "17: 'mu' stands here again; expected each parameter once"},
      {"exponential(12 hours)",
       "13: a parameter of exponential without its name; expected exponential(mean=...)"},
      {"lognormal(mu=1, 2)",
       "17: a parameter of lognormal without its name; expected lognormal(mu=..., sigma=...)"},
      {"exponential",
       "1: the distribution 'exponential' without parameters; expected "
       "exponential(...) alone"},
      {"exponential(mean=1",
       "19: the end of the formula; expected an operator, ',' or ')' for the '(' of exponential"},
      {"exponential(mean=opne)",
       "18: unknown name 'opne'; expected one of größe, open, reopen, "
       "uplift, возраст_2, time, contacts, revenue or cost; did you mean "
       "'open'?"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.text);
    CHECK(complaint(one.text) == one.message);
  }
}

TEST_CASE("a distribution stands alone", "[yaml][distribution]") {
  const std::string advice = "draw it into an attribute or a state first";
  CHECK(complaint("1 + exponential(mean=1)") ==
        "5: the distribution 'exponential' inside a formula; expected numbers: a distribution "
        "stands alone; " +
            advice);
  CHECK(complaint("exponential(mean=1) + 2") ==
        "21: '+' after a distribution; expected nothing more: a distribution stands alone; " +
            advice);
  CHECK(complaint("exponential(mean=normal(mean=1, sd=1))").find(advice) != std::string::npos);
  const Names names = sample_names();
  std::vector<Problem> problems;
  (void)parse_formula(scalar("beta(alpha=1, beta=2)"), sample_scope(names), problems);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].found == "the distribution 'beta' cannot stand here");
  CHECK(problems[0].expected ==
        "a formula; a distribution is drawn into an attribute or a state first");
}

TEST_CASE("constant parameters are checked at once", "[yaml][distribution]") {
  CHECK(complaint("lognormal(mu=1, sigma=-1)").find("1: lognormal: sigma is -1") == 0);
  CHECK(complaint("bernoulli(p=150%)").find("1: bernoulli: p is 1.5") == 0);
  CHECK(complaint("exponential(mean=-3 days)").find("1: exponential: mean is -3") == 0);
  CHECK_FALSE(complaint("normal(mean=0, sd=1, low=2, high=1)").empty());
  CHECK(complaint("normal(mean=0, sd=open - 9)").empty());  // known only when it runs
}

TEST_CASE("never is no parameter", "[yaml][distribution]") {
  const Names names = sample_names();
  FormulaScope scope = sample_scope(names);
  scope.allows_never = true;
  CHECK(complaint("exponential(mean=never)", scope).find("18: 'never' cannot stand") == 0);
  CHECK(complaint("never", scope).empty());
}

TEST_CASE("empirical reads a column relative to the scenario", "[yaml][empirical]") {
  const Folder folder;
  folder.write("orders.csv", "id,amount\n1,10\n2,20.5\n");
  folder.write("a, b.csv", "\"the, column\"\n3\n");
  const auto sample = [&](const std::string& text) {
    Node node = scalar(text);
    node.place.file = folder.at("scenario.yaml");
    const Names names = sample_names();
    std::vector<Problem> problems;
    const Value value = parse_value(node, sample_scope(names), problems);
    if (!problems.empty()) UNSCOPED_INFO(describe(problems.front()));
    REQUIRE(problems.empty());
    const auto& distribution = std::get<Distribution>(value);
    CHECK(distribution.family == Family::empirical);
    REQUIRE(distribution.sample != nullptr);
    return *distribution.sample;
  };
  using Numbers = std::vector<double>;
  CHECK(sample("empirical(orders.csv, amount)") == Numbers{10.0, 20.5});
  CHECK(sample("empirical('orders.csv', \"id\")") == Numbers{1.0, 2.0});
  CHECK(sample("empirical(column=id, file=orders.csv)") == Numbers{1.0, 2.0});
  CHECK(sample("empirical('a, b.csv', 'the, column')") == Numbers{3.0});
  CHECK(sample("empirical( " + folder.at("orders.csv") + " , amount )") == Numbers{10.0, 20.5});
}

TEST_CASE("empirical without its file, column or shape is refused", "[yaml][empirical]") {
  const Folder folder;
  folder.write("orders.csv", "id,amount\n1,ten\n");
  const auto complaint_in = [&](const std::string& text) {
    Node node = scalar(text);
    node.place.file = folder.at("scenario.yaml");
    const Names names = sample_names();
    std::vector<Problem> problems;
    (void)parse_value(node, sample_scope(names), problems);
    REQUIRE(problems.size() == 1);
    return problems[0];
  };
  const Problem missing = complaint_in("empirical(nope.csv, amount)");
  CHECK(missing.found == folder.at("nope.csv") + ": cannot be read: No such file or directory");
  CHECK(missing.place.file == folder.at("scenario.yaml"));
  CHECK(missing.place.column == 21);
  CHECK(complaint_in("empirical(., amount)").found.find("is a folder") != std::string::npos);
  const Problem number = complaint_in("empirical(orders.csv, amount)");
  CHECK(number.place.file == folder.at("orders.csv"));
  CHECK(number.place.line == 2);
  CHECK(number.place.column == 3);
  CHECK(number.found == "'ten' in column 'amount'");
  const Problem column = complaint_in("empirical(orders.csv, amuont)");
  CHECK(column.found == "no column 'amuont'");
  CHECK(column.nearest == "amount");

  const std::string shape = "; expected empirical(FILE, COLUMN)";
  CHECK(complaint("empirical(a)") == "11: empirical without its file and column" + shape);
  CHECK(complaint("empirical()") == "11: empirical without its file and column" + shape);
  CHECK(complaint("empirical(a, b") == "15: a '(' that is not closed" + shape);
  CHECK(complaint("empirical('a, b)") == "11: a quote that is not closed" + shape);
  CHECK(complaint("empirical(file=a, file=b)") == "24: the same argument twice" + shape);
  CHECK(complaint("empirical(a, b, low=1)") ==
        "17: a third argument of empirical" + shape + ", which is not cut off by low and high");
  CHECK(complaint("empirical(a, b) + 1").find("17: text after a distribution") == 0);
}

TEST_CASE("a CSV file is read by RFC 4180", "[yaml][empirical]") {
  using Numbers = std::vector<double>;
  const auto column = [](const std::string& text, const std::string& name) {
    return read_column_text(text, name, "x.csv", "a.b");
  };
  CHECK(column("x\n1\n2", "x") == Numbers{1, 2});
  CHECK(column("x,y\r\n1,2\r\n3,4\r\n", "y") == Numbers{2, 4});
  CHECK(column("\"x\",y\n\"1\",2\n", "x") == Numbers{1});
  CHECK(column("\"a \"\"b\"\"\",y\n5,2\n", "a \"b\"") == Numbers{5});
  CHECK(column("note,y\n\"two\nlines, one value\",2\nx,3\n", "y") == Numbers{2, 3});
  CHECK(column("\xEF\xBB\xBFx\n1\n\n\n", "x") == Numbers{1});
  CHECK(column("x\n -1.5e3 \n+2\n", "x") == Numbers{-1500, 2});
  CHECK(column(" x , y\n1,2\n", "y") == Numbers{2});
}

TEST_CASE("a bad CSV file is refused with its line", "[yaml][empirical]") {
  CHECK(complaint_of_text("x,yy\n1,2\n", "y") ==
        "x.csv:1:1: error: no column 'y'; expected one of x or yy; did you mean 'x'?");
  CHECK(complaint_of_text("x,x\n1,2\n", "x") == "x.csv:1:1: error: two columns 'x'; expected one");
  CHECK(complaint_of_text("x\n", "x") ==
        "x.csv:1:1: error: no rows below the header; expected one number or more");
  CHECK(complaint_of_text("", "x") ==
        "x.csv:1:1: error: an empty file; expected a header and its rows");
  CHECK(complaint_of_text("x\n1\n\n2\n", "x") ==
        "x.csv:3:1: error: '' in column 'x'; expected a finite number");
  for (const char* bad : {"nan", "inf", "-inf", "1e999", "0x10", "1 2", "1.2.3", "ten", "--1"}) {
    CAPTURE(bad);
    CHECK(complaint_of_text(std::string("a,x\n0,1\n0,") + bad + "\n", "x") ==
          fmt::format("x.csv:3:3: error: '{}' in column 'x'; expected a finite number", bad));
  }
  CHECK(complaint_of_text("x,y\n1\n", "x") ==
        "x.csv:2:1: error: a row of 1 values; expected 2, as in the header");
  CHECK(complaint_of_text("x,y\n\"a\nb\",2\n1,2,3\n", "y") ==
        "x.csv:4:1: error: a row of 3 values; expected 2, as in the header");
  CHECK(complaint_of_text("x\n\"1\n", "x") ==
        "x.csv:2:1: error: a quote that is not closed; expected '\"' at the end of the value");
  CHECK(complaint_of_text("x\n\"1\"2\n", "x") ==
        "x.csv:2:1: error: text after the closing quote of a value; expected ',' or a line end");
}
