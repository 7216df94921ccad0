#include "stats/sequential_density.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "stats/distributions.h"
#include "stats/gauss_panel.h"

namespace journeylab {
namespace {

// Beyond so many standard deviations the normal density adds less than 1e-19.
constexpr double far_out = 9.0;
constexpr double panel_width = 2.0;

// How far from the mean nodes are needed: up to a bound, however far, since the next look may ask
// for a tail as small as that beyond this bound; where there is none, to where nothing is left.
double reach_towards(double bound) {
  return std::isfinite(bound) ? farthest_bound : far_out;
}

}  // namespace

void check_information(std::span<const double> information) {
  if (information.empty()) throw std::invalid_argument("a sequential design needs looks");
  double before = 0.0;
  for (const double t : information) {
    if (!(t - before >= smallest_information_step * (1.0 - 1e-9))) {
      throw std::invalid_argument(
          "information fractions do not rise from above 0 by at least 1e-6 a look");
    }
    before = t;
  }
  if (std::abs(before - 1.0) > 1e-12) {
    throw std::invalid_argument("the last information fraction is not 1");
  }
}

SequentialDensity::SequentialDensity(std::span<const double> information, double drift)
    : information_(information), drift_(drift), nodes_{{.score = 0.0, .mass = 1.0}} {}

double SequentialDensity::step_deviation() const {
  const double before = look_ == 0 ? 0.0 : information_[look_ - 1];
  return std::sqrt(information_[look_] - before);
}

double SequentialDensity::above(double z) const {
  const double deviation = step_deviation();
  const double to = z * std::sqrt(information_[look_]) - drift_ * deviation * deviation;
  double sum = 0.0;
  for (const Node& node : nodes_) sum += node.mass * normal_tail((to - node.score) / deviation);
  return sum;
}

double SequentialDensity::below(double z) const {
  const double deviation = step_deviation();
  const double to = z * std::sqrt(information_[look_]) - drift_ * deviation * deviation;
  double sum = 0.0;
  for (const Node& node : nodes_) sum += node.mass * normal_tail((node.score - to) / deviation);
  return sum;
}

double SequentialDensity::density_at(double score) const {
  const double deviation = step_deviation();
  const double from = score - drift_ * deviation * deviation;
  // A score far out came from far out: the walk before it lies up to its own Z steps away.
  const double own = (score - drift_ * information_[look_]) / std::sqrt(information_[look_]);
  const double reach = (far_out + std::abs(own)) * deviation;
  const auto less = [](const Node& node, double at) { return node.score < at; };
  auto node = std::lower_bound(nodes_.begin(), nodes_.end(), from - reach, less);
  double sum = 0.0;
  for (; node != nodes_.end() && node->score <= from + reach; ++node) {
    const double z = (from - node->score) / deviation;
    sum += node->mass * std::exp(-0.5 * z * z);
  }
  return sum / (deviation * std::sqrt(2.0 * std::numbers::pi));
}

void SequentialDensity::pass(const LookBounds& bounds) {
  const double t = information_[look_];
  const double root = std::sqrt(t);
  const double mean = drift_ * root;
  const double low = std::max(bounds.lower, mean - reach_towards(bounds.lower)) * root;
  const double high = std::min(bounds.upper, mean + reach_towards(bounds.upper)) * root;
  double narrow = step_deviation();
  if (look_ + 1 < information_.size()) {
    narrow = std::min(narrow, std::sqrt(information_[look_ + 1] - t));
  }
  std::vector<Node> nodes;
  if (high > low) {
    const double panels = std::ceil((high - low) / (panel_width * narrow));
    const double width = (high - low) / panels;
    for (double panel = 0.0; panel < panels; ++panel) {
      for_panel(low + panel * width, low + (panel + 1.0) * width,
                [&](double x, double weight) { nodes.push_back({.score = x, .mass = weight}); });
    }
    std::sort(nodes.begin(), nodes.end(),
              [](const Node& a, const Node& b) { return a.score < b.score; });
    for (Node& node : nodes) node.mass *= density_at(node.score);
  }
  nodes_ = std::move(nodes);
  ++look_;
}

}  // namespace journeylab
