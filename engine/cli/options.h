// What the user asked for on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "cli/quantity.h"
#include "experiment/size_answer.h"
#include "run/run.h"
#include "scenario/test_plan.h"

namespace journeylab {

enum class Verb : std::uint8_t {
  check,
  simulate,
  compare,
  size,
  experiment,
  analyze,
  report,
  calc
};
enum class Format : std::uint8_t { text, json, csv, markdown };
enum class ColorChoice : std::uint8_t { automatic, on, off };

/// What analyze is asked, in words: the columns are only known once the file is open. What is not
/// given is as the analysis file says.
struct AnalyzeOptions {
  std::string data;      ///< path of the data
  std::string analysis;  ///< path of the analysis file; empty: none
  std::string arm;
  std::string control;
  std::string customers;  ///< column: counts per arm; empty: a row a customer
  std::vector<std::string> conversion, retention, mean, average, ratio, time;
  std::vector<std::string> covariate;  ///< METRIC:COLUMN
  std::vector<std::string> lower;      ///< metrics of which less is better
  std::vector<std::string> segment;
  std::vector<std::string> split;  ///< ARM=WEIGHT
  std::optional<double> confidence;
  std::string adjustment;  ///< empty: not given
  bool force = false;
};

/// What size is asked. What is not given is as the scenario's `experiment` says, or the default.
struct SizeOptions {
  std::string metric;               ///< name; empty: the primary one
  std::optional<double> baseline;   ///< share of control, without a scenario
  std::optional<double> mean;       ///< of control, without a scenario
  std::optional<double> deviation;  ///< of a customer, with `mean`
  std::optional<Change> effect;
  std::uint32_t arms = 2;  ///< control among them, without a scenario
  std::optional<double> alpha;
  std::optional<double> power;
  bool one_sided = false;
  std::vector<std::string> split;  ///< ARM=WEIGHT
  std::optional<CorrectionWord> correction;
  Design design = Design::fixed;
  std::optional<std::uint32_t> looks;
  double delta = 0.25;
  double correlation = 0.0;
  double cluster_size = 1.0;
  double cluster_variation = 0.0;
  double intraclass_correlation = 0.0;
  std::optional<double> traffic;  ///< customers a day
  std::optional<std::uint32_t> follow_up;
  std::optional<std::uint32_t> days;
  std::optional<std::uint64_t> test_customers;
  std::optional<std::uint64_t> tests;  ///< simulated; 0: none
  std::optional<double> value;         ///< of a conversion
  std::optional<double> population;
  std::optional<std::uint32_t> horizon;  ///< days
  std::optional<Change> prior_deviation;
};

/// What experiment is asked; what is not given is as the scenario says.
struct ExperimentOptions {
  std::vector<std::string> plans;
  std::optional<std::uint64_t> replicates;
  std::optional<Precision> precision;
  std::optional<double> traffic;  ///< customers a day
  std::optional<std::uint32_t> days;
  std::string rows_file;  ///< empty: none
};

struct Options {
  Verb verb = Verb::check;
  std::string scenario;  ///< path of the scenario file
  Format format = Format::text;
  std::string output;  ///< path; empty: standard output
  std::string report;  ///< path of the page; empty: none
  ColorChoice color = ColorChoice::automatic;
  bool verbose = false;  ///< what it took is told at the end

  std::optional<std::uint64_t> customers;  ///< none: as the scenario says
  std::uint64_t seed = 1;
  int threads = 0;  ///< 0: as many as the machine has
  double confidence = 0.95;
  std::vector<std::string> variants;  ///< names; empty: all
  std::optional<Precision> precision;
  Executor executor = Executor::batch;
  std::size_t batch = 4096;
  VectorPath vector_path = fastest_vector_path();

  std::string events_file;                       ///< of simulate; empty: none
  std::optional<std::uint64_t> traced_customer;  ///< of simulate
  std::string adjustment = "holm";               ///< of compare
  bool fail_on_guardrail = false;                ///< of compare

  AnalyzeOptions analyze;  ///< of analyze
  ExperimentOptions experiment;
  SizeOptions size;
  std::vector<AskedOption> asked;  ///< of size: as given, those that change no number left out
  std::string results;             ///< of report: path of the results file
  bool calc_list = false;          ///< of calc
  std::string calc_method;         ///< of calc: the method that --help explains
};

/// The most customers that one variant may have: what the cells of life tables count.
inline constexpr std::uint64_t most_customers = 4000000000;

/// The most customers where a precision is asked for and --customers is not given.
inline constexpr std::uint64_t most_customers_unasked = 1000000000;

/// A wrong command line. The text is a whole message; `verb` is the verb as far as it is known,
/// else empty.
class UsageError : public std::runtime_error {
 public:
  UsageError(const std::string& message, std::string verb)
      : std::runtime_error(message), verb_(std::move(verb)) {}
  [[nodiscard]] const std::string& verb() const noexcept { return verb_; }

 private:
  std::string verb_;
};

/// An answer that is only text: of --help and --version.
struct Notice {
  std::string text;
};

/// Reads the arguments after the program's name. Throws UsageError.
[[nodiscard]] std::variant<Options, Notice> read_options(std::vector<std::string> arguments);

}  // namespace journeylab
