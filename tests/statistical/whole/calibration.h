// What many runs add up to: how often intervals held the truth, and how p-values are spread where
// there is nothing to find. Each line of a table promises something, and says when it is broken.
//
// False alarms: a rate may be five standard errors off (once in some three million figures); the
// spread of p-values is held to the bound of Dvoretzky, Kiefer and Wolfowitz with Massart's
// constant (1990), P(sup |F_n - F| > e) <= 2 exp(-2 n e^2), at one in ten million.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiment/analysis.h"
#include "stats/estimated.h"

namespace journeylab::whole {

/// One figure of a line, with the standard error that this many runs give it; 0: not to be compared
/// between tables of different length.
struct Figure {
  std::optional<double> value;  ///< none: an empty cell
  double standard_error = 0.0;
};

struct Line {
  std::string name;
  std::vector<Figure> figures;
  std::string promise;
  std::string broken;  ///< what is not kept; empty if all is
};

struct Table {
  std::string id;
  std::vector<std::string> columns;
  std::vector<Line> lines;
};

/// How far a nominal 95 % may be off besides chance, and an error of 5 %.
enum class Promise : std::uint8_t {
  nominal,     ///< within half a point: the large-sample limit has been reached
  near,        ///< within a point on the side that is too short: Cochran's 94 % for 95 %
  least,       ///< never less by theorem, and may be more
  least_near,  ///< the same, but for a point that Cochran's rule allows
  none,        ///< shown, with the reason on the page
};

/// How often something held.
class Rate {
 public:
  void add(bool held) {
    hits_ += held ? 1 : 0;
    ++trials_;
  }
  /// A rate that was counted elsewhere.
  void add(double rate, std::uint64_t trials);
  /// An interval; a missing one says nothing wrong and holds.
  void add(const Estimate& estimate, double truth);
  void add(const std::optional<Interval>& interval, double truth);
  /// As coverage at 95 %; what is broken is added to the line.
  void write_coverage(Promise promise, Line& line) const;
  /// As a rate of errors at a nominal one.
  void write_errors(double nominal, Promise promise, Line& line) const;

 private:
  std::uint64_t hits_ = 0;
  std::uint64_t trials_ = 0;
};

/// P-values of a true hypothesis.
class PValues {
 public:
  /// A missing one never cries out: it counts as 1.
  void add(const std::optional<double>& p) { values_.push_back(p.value_or(1.0)); }
  [[nodiscard]] bool empty() const noexcept { return values_.empty(); }
  /// Rates at 0.01, 0.05 and 0.2, and the largest distance from the uniform distribution (of a
  /// discrete test, Promise::least: the largest excess over it).
  [[nodiscard]] Line line(const std::string& name, Promise promise) const;

 private:
  std::vector<double> values_;
};

inline const std::vector<std::string> p_value_columns{"what",     "p <= 0.01", "p <= 0.05",
                                                      "p <= 0.2", "distance",  "promise"};

/// In words, for a cell.
[[nodiscard]] std::string words_of(Promise promise);

/// The table as Markdown, each line ended.
[[nodiscard]] std::string text_of(const Table& table);

}  // namespace journeylab::whole
