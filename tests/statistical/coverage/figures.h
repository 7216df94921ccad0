// Tables of measured coverage and size, with what each line promises. A table is made by one
// function of its topic (tables.h), printed as Markdown and held against the methods page.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace journeylab::coverage {

/// What a line promises of a nominal level of 95 % (or an error of 5 %).
enum class Claim : std::uint8_t {
  guaranteed,  ///< by theorem: never less than nominal, wherever it was measured
  sound,       ///< errs at most twice as often as it says where 5 of each kind are expected, and on
               ///< average over the grid at most a tenth more often
  exact,       ///< by theorem the nominal level itself, in the model that is simulated
  limit,       ///< a limit for large samples, at samples large enough by Cochran's rule (1977,
               ///< section 2.15), which allows 6 % for 5 %
  none,        ///< no promise: shown for comparison, or outside of where it should be used
};

/// `name` is the first cell; `broken` says by how much a promise is not kept, empty if it is.
struct Line {
  std::string name;
  std::vector<std::string> cells;
  std::string broken;
  double figure = 0.0;          ///< the one that the page is held to
  double standard_error = 0.0;  ///< of the figure; 0 if it is not simulated
};

struct Table {
  std::string id;  ///< marks its place on the page
  std::vector<std::string> columns;
  std::vector<Line> lines;
};

/// Coverage (or size) over a grid of points.
class Grid {
 public:
  /// One point; `ample` where at least 5 of each kind are expected.
  void add(double chance, bool ample);
  /// As coverage of an interval at 95 %: least, least among the ample points, mean.
  [[nodiscard]] Line coverage(const std::string& name, Claim claim) const;
  /// As the size of a test at 5 %: most, most among the ample points, mean.
  [[nodiscard]] Line size(const std::string& name, Claim claim) const;

 private:
  double least_ = 1.0;
  double most_ = 0.0;
  double least_ample_ = 1.0;
  double most_ample_ = 0.0;
  double sum_ = 0.0;
  double points_ = 0.0;
};

/// Counts of simulated experiments in which something happened.
struct Count {
  std::uint64_t hits = 0;
  std::uint64_t trials = 0;
  void add(bool hit) {
    hits += hit ? 1 : 0;
    ++trials;
  }
};

/// Simulated coverage of an interval at 95 %: the share and its standard error. A promise is broken
/// by more than five standard errors only, so by chance once in some three million lines.
[[nodiscard]] Line simulated_coverage(const std::string& name, const Count& count, Claim claim);
/// Simulated rate of errors of something that promises at most `nominal`.
[[nodiscard]] Line simulated_error(const std::string& name, const Count& count, double nominal,
                                   Claim claim);

inline const std::vector<std::string> coverage_columns{
    "interval", "least", "least where 5 are expected", "mean", "promise"};
inline const std::vector<std::string> size_columns{"test", "most", "most where 5 are expected",
                                                   "mean", "promise"};
inline const std::vector<std::string> simulated_columns{"what", "share", "standard error",
                                                        "promise"};

/// The table as Markdown, each line ended.
[[nodiscard]] std::string text_of(const Table& table);

}  // namespace journeylab::coverage
