#include "statistical/coverage/figures.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace journeylab::coverage {
namespace {

constexpr double level = 0.95;
constexpr double error = 0.05;
constexpr double rounding = 1e-9;
constexpr double sound_worst = 2.0 * error;
constexpr double sound_mean = 1.1 * error;
constexpr double cochran = 0.06 - error;
constexpr double errors_allowed = 5.0;

// The promise in terms of the misses: the worst, the worst where 5 are expected, and the mean.
std::string broken_promise(Claim claim, double worst, double ample, double mean) {
  if (claim == Claim::guaranteed && worst > error + rounding) {
    return fmt::format("errs {} of the time somewhere", worst);
  }
  if (claim != Claim::sound) return {};
  if (ample > sound_worst) return fmt::format("errs {} where 5 are expected", ample);
  if (mean > sound_mean) return fmt::format("errs {} on average", mean);
  return {};
}

std::string shown(double share) {
  return fmt::format("{:.4f}", share);
}

// No point may have been ample: then it still stands where it began.
std::string shown_ample(double share, double start) {
  return share == start ? "" : shown(share);
}

std::string grid_promise(Claim claim, bool coverage) {
  if (claim == Claim::guaranteed) return coverage ? "never below 0.95" : "never above 0.05";
  if (claim == Claim::sound) return coverage ? "0.90 at 5; mean 0.945" : "0.10 at 5; mean 0.055";
  return "";
}

Line simulated(const std::string& name, const Count& count, double nominal, double below,
               double above, const std::string& promise) {
  const auto trials = static_cast<double>(count.trials);
  const double share = static_cast<double>(count.hits) / trials;
  const double spread = std::sqrt(nominal * (1.0 - nominal) / trials);
  Line line{.name = name,
            .cells = {shown(share), fmt::format("{:.4f}", spread), promise},
            .broken = {},
            .figure = share,
            .standard_error = spread};
  if (share < below - errors_allowed * spread || share > above + errors_allowed * spread) {
    line.broken =
        fmt::format("{} is not between {} and {}, standard error {}", share, below, above, spread);
  }
  return line;
}

}  // namespace

void Grid::add(double chance, bool ample) {
  least_ = std::min(least_, chance);
  most_ = std::max(most_, chance);
  if (ample) {
    least_ample_ = std::min(least_ample_, chance);
    most_ample_ = std::max(most_ample_, chance);
  }
  sum_ += chance;
  ++points_;
}

Line Grid::coverage(const std::string& name, Claim claim) const {
  const double mean = sum_ / points_;
  return {.name = name,
          .cells = {shown(least_), shown_ample(least_ample_, 1.0), shown(mean),
                    grid_promise(claim, true)},
          .broken = broken_promise(claim, 1.0 - least_, 1.0 - least_ample_, 1.0 - mean),
          .figure = least_};
}

Line Grid::size(const std::string& name, Claim claim) const {
  const double mean = sum_ / points_;
  return {.name = name,
          .cells = {shown(most_), shown_ample(most_ample_, 0.0), shown(mean),
                    grid_promise(claim, false)},
          .broken = broken_promise(claim, most_, most_ample_, mean),
          .figure = most_};
}

Line simulated_coverage(const std::string& name, const Count& count, Claim claim) {
  switch (claim) {
    case Claim::exact:
      return simulated(name, count, level, level, level, "0.95");
    case Claim::guaranteed:
      return simulated(name, count, level, level, 1.0, "at least 0.95");
    case Claim::limit:
      return simulated(name, count, level, level - cochran, 1.0, "at least 0.94");
    default:
      return simulated(name, count, level, 0.0, 1.0, "");
  }
}

Line simulated_error(const std::string& name, const Count& count, double nominal, Claim claim) {
  switch (claim) {
    case Claim::exact:
      return simulated(name, count, nominal, nominal, nominal, fmt::format("{}", nominal));
    case Claim::guaranteed:
      return simulated(name, count, nominal, 0.0, nominal, fmt::format("at most {}", nominal));
    case Claim::limit:
      return simulated(name, count, nominal, 0.0, nominal + cochran,
                       fmt::format("at most {}", nominal + cochran));
    default:
      return simulated(name, count, nominal, 0.0, 1.0, "");
  }
}

std::string text_of(const Table& table) {
  std::string text = fmt::format("| {} |\n|", fmt::join(table.columns, " | "));
  for (std::size_t i = 0; i < table.columns.size(); ++i) text += " --- |";
  text += '\n';
  for (const Line& line : table.lines) {
    text += fmt::format("| {} | {} |\n", line.name, fmt::join(line.cells, " | "));
  }
  return text;
}

}  // namespace journeylab::coverage
