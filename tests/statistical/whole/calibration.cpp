#include "statistical/whole/calibration.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace journeylab::whole {
namespace {

constexpr double level = 0.95;
constexpr double errors_allowed = 5.0;
constexpr double false_alarms = 1e-7;

struct Allowed {
  double below = 0.0;  // how much less than nominal an interval may hold
  double above = 0.0;
};

Allowed allowed(Promise promise) {
  switch (promise) {
    case Promise::nominal:
      return {0.005, 0.005};
    case Promise::near:
    case Promise::least_near:
      return {0.01, 1.0};
    case Promise::least:
      return {0.0, 1.0};
    case Promise::none:
      break;
  }
  return {1.0, 1.0};
}

double error_of(double rate, double n) {
  return std::sqrt(rate * (1.0 - rate) / n);
}

void break_line(Line& line, const std::string& what) {
  line.broken += (line.broken.empty() ? "" : "; ") + what;
}

}  // namespace

void Rate::add(double rate, std::uint64_t trials) {
  hits_ += static_cast<std::uint64_t>(std::llround(rate * static_cast<double>(trials)));
  trials_ += trials;
}

void Rate::add(const Estimate& estimate, double truth) {
  if (estimate.low && estimate.high) {
    add(Interval{*estimate.low, *estimate.high}, truth);
  } else {
    add(true);
  }
}

void Rate::add(const std::optional<Interval>& interval, double truth) {
  // What is exact has no width, and the truth comes from sums that round.
  const double rounding = 1e-12 * std::abs(truth);
  add(!interval || (interval->low <= truth + rounding && truth - rounding <= interval->high));
}

void Rate::write_coverage(Promise promise, Line& line) const {
  const auto n = static_cast<double>(trials_);
  const double rate = static_cast<double>(hits_) / n;
  const double error = error_of(level, n);
  line.figures.push_back({rate, error});
  const Allowed off = allowed(promise);
  if (rate < level - off.below - errors_allowed * error ||
      rate > level + off.above + errors_allowed * error) {
    break_line(line, fmt::format("holds in {} of {} runs", rate, trials_));
  }
}

void Rate::write_errors(double nominal, Promise promise, Line& line) const {
  const auto n = static_cast<double>(trials_);
  const double rate = static_cast<double>(hits_) / n;
  const double error = error_of(nominal, n);
  line.figures.push_back({rate, error});
  const Allowed off = allowed(promise);
  if (rate > nominal + off.below + errors_allowed * error ||
      rate < nominal - off.above - errors_allowed * error) {
    break_line(line, fmt::format("errs in {} of {} runs at {}", rate, trials_, nominal));
  }
}

Line PValues::line(const std::string& name, Promise promise) const {
  Line line{.name = name, .figures = {}, .promise = words_of(promise), .broken = {}};
  for (const double nominal : {0.01, 0.05, 0.2}) {
    Rate rate;
    for (const double p : values_) rate.add(p <= nominal);
    rate.write_errors(nominal, promise, line);
  }
  std::vector<double> sorted = values_;
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<double>(sorted.size());
  double excess = 0.0;
  double want = 0.0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    excess = std::max(excess, (static_cast<double>(i) + 1.0) / n - sorted[i]);
    want = std::max(want, sorted[i] - static_cast<double>(i) / n);
  }
  const bool one_sided = promise == Promise::least || promise == Promise::least_near;
  const double distance = one_sided ? excess : std::max(excess, want);
  line.figures.push_back({distance, 0.0});
  const double bound = std::sqrt(std::log(2.0 / false_alarms) / (2.0 * n));
  if (promise != Promise::none && distance > allowed(promise).below + bound) {
    break_line(line, fmt::format("p-values are {} from uniform", distance));
  }
  return line;
}

std::string words_of(Promise promise) {
  switch (promise) {
    case Promise::nominal:
      return "nominal";
    case Promise::near:
      return "0.94, 0.06";
    case Promise::least_near:
      return "0.94, 0.06, or better";
    case Promise::least:
      return "never worse";
    case Promise::none:
      break;
  }
  return "";
}

std::string text_of(const Table& table) {
  std::string text = fmt::format("| {} |\n|", fmt::join(table.columns, " | "));
  for (std::size_t i = 0; i < table.columns.size(); ++i) text += " --- |";
  text += '\n';
  for (const Line& line : table.lines) {
    text += "| " + line.name + " |";
    for (const Figure& figure : line.figures) {
      text += figure.value ? fmt::format(" {:.4f} |", *figure.value) : " |";
    }
    text += line.promise.empty() ? " |\n" : " " + line.promise + " |\n";
  }
  return text;
}

}  // namespace journeylab::whole
