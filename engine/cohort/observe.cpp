#include "cohort/observe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>

#include "cohort/curve_cells.h"

namespace journeylab {
namespace {

// Writes the inputs of one metric for a run of customers.
class MetricObserver {
 public:
  MetricObserver(const JourneyPlan& plan, std::size_t metric, const std::vector<Ticks>& borders,
                 const ColumnsView& view, MetricColumns& into, std::size_t offset,
                 const VectorLoops& loops)
      : plan_(plan),
        loops_(loops),
        metric_(metric),
        borders_(borders),
        view_(view),
        into_(into),
        offset_(offset),
        cells_(borders) {}

  void operator()(const GoalShare& share) {
    const double* first = view_[plan_.layout.goal_first[share.goal]];
    const double within = std::min(share.within, std::numeric_limits<double>::max());
    loops_.apply(Operation::less_equal, {.values = first}, {.values = &within, .is_constant = true},
                 {.values = &within, .is_constant = true}, view_.n, values(0));
  }

  void operator()(const Retained& retained) {
    const double* origin = retained.from ? view_[plan_.layout.goal_first[*retained.from]] : nullptr;
    loops_.fill(values(0), -1.0, view_.n);
    std::array<std::uint32_t, looked_at_once + position_padding> who;
    for (std::size_t begin = 0; begin < view_.n; begin += looked_at_once) {
      std::size_t n = std::min(looked_at_once, view_.n - begin);
      if (origin == nullptr) {
        for (std::uint32_t i = 0; i < n; ++i) who[i] = i;
      } else {
        n = loops_.select_between(origin + begin, 0.0, std::numeric_limits<double>::max(), n,
                                  who.data());
      }
      for (std::size_t i = 0; i < n; ++i) who[i] += static_cast<std::uint32_t>(begin);
      observe_lives(retained, origin, {who.data(), n});
    }
  }

  void operator()(const Returned& returned) {
    copy(view_[plan_.layout.returned[metric_]], values(0));
    if (!returned.from) return;
    const double* first = view_[plan_.layout.goal_first[*returned.from]];
    double* reached = values(1);
    for (std::size_t i = 0; i < view_.n; ++i) reached[i] = first[i] < never ? 1.0 : 0.0;
  }

  void operator()(const Mean&) { copy_formulas(); }
  void operator()(const Ratio&) { copy_formulas(); }

  void operator()(const TimeTo& time_to) {
    const double* first = view_[plan_.layout.goal_first[time_to.goal]];
    double* restricted = values(0);
    double* time = values(1);
    for (std::size_t i = 0; i < view_.n; ++i) {
      restricted[i] = std::min(first[i], plan_.horizon) / plan_.ticks_per_unit;
      time[i] = first[i];
    }
  }

  [[nodiscard]] const std::optional<BadValue>& bad() const noexcept { return bad_; }

 private:
  static constexpr std::size_t looked_at_once = 256;
  using Ages = std::array<double, looked_at_once>;

  [[nodiscard]] double* values(std::size_t which) { return into_.values[which].data() + offset_; }

  void copy(const double* from, double* to) const {
    if (from != to) std::copy_n(from, view_.n, to);
  }

  void copy_formulas() {
    const std::vector<ColumnIndex>& columns = plan_.layout.observed[metric_];
    for (std::size_t f = 0; f < columns.size(); ++f) {
      const double* from = view_[columns[f]];
      copy(from, values(f));
      if (plan_.metrics[metric_].is_finite[f]) continue;
      if (loops_.largest(from, view_.n) < never) continue;
      const auto* wrong =
          std::find_if(from, from + view_.n, [](double value) { return !std::isfinite(value); });
      const auto customer = static_cast<std::size_t>(wrong - from);
      if (!bad_ || customer < bad_->customer) {
        bad_ = BadValue{.metric = metric_, .customer = customer, .value = *wrong};
      }
    }
  }

  // Of customers whose lives begin, by their places: the cells that their follow-up covers, the one
  // that they end in, and whether that counts.
  void observe_lives(const Retained& retained, const double* origin,
                     std::span<const std::uint32_t> who) {
    const double* clock = view_[plan_.layout.clock];
    const double* status = view_[plan_.layout.status];
    Ages followed;
    Ages age;
    for (std::size_t k = 0; k < who.size(); ++k) {
      const Ticks begin = origin == nullptr ? 0.0 : origin[who[k]];
      followed[k] = plan_.horizon - begin;
      age[k] = clock[who[k]] - begin;
    }
    Ages covered;
    Ages ended;
    count_borders(followed, who.size(), covered);
    count_borders(age, who.size(), ended);
    const auto n_cells = static_cast<double>(borders_.size() - 1);
    for (std::size_t k = 0; k < who.size(); ++k) {
      const std::uint32_t i = who[k];
      // A cell is covered if the span reaches its far border.
      const auto border = static_cast<std::size_t>(covered[k]);
      const bool is_border = border < borders_.size() && borders_[border] == followed[k];
      values(0)[i] = covered[k] - (is_border ? 0.0 : 1.0);
      // Age 0 lies in the first cell, (border[0], border[1]].
      const bool ends = status[i] != static_cast<double>(plan_.n_statuses);
      values(1)[i] = ends ? std::max(ended[k], 1.0) - 1.0 : n_cells;
      values(2)[i] = ends && counts_as_loss(retained, status[i]) ? 1.0 : 0.0;
    }
  }

  // How many borders lie below each age.
  void count_borders(const Ages& ages, std::size_t n, Ages& number) const {
    constexpr std::size_t fewest = 4;
    if (borders_.size() >= fewest) {
      loops_.count_borders(borders_.data(), borders_.size(), cells_.cells_per_tick(), ages.data(),
                           n, number.data());
      return;
    }
    for (std::size_t k = 0; k < n; ++k) {
      number[k] = static_cast<double>(cells_.first_border_from(ages[k]));
    }
  }

  [[nodiscard]] static bool counts_as_loss(const Retained& retained, double status) {
    return retained.until_any ||
           std::find(retained.until.begin(), retained.until.end(),
                     static_cast<std::uint32_t>(status)) != retained.until.end();
  }

  const JourneyPlan& plan_;
  const VectorLoops& loops_;
  std::size_t metric_;
  const std::vector<Ticks>& borders_;
  const ColumnsView& view_;
  MetricColumns& into_;
  std::size_t offset_;
  CurveCells cells_;
  std::optional<BadValue> bad_;
};

}  // namespace

std::optional<BadValue> observe_metrics(const JourneyPlan& plan,
                                        const std::vector<std::vector<Ticks>>& borders,
                                        const ColumnsView& view, std::vector<MetricColumns>& into,
                                        std::size_t offset, const VectorLoops& loops) {
  std::optional<BadValue> first_bad;
  for (std::size_t m = 0; m < into.size(); ++m) {
    MetricObserver observer(plan, m, borders[m], view, into[m], offset, loops);
    std::visit(observer, plan.scenario->metrics[m].kind);
    const std::optional<BadValue>& bad = observer.bad();
    if (bad && (!first_bad || bad->customer < first_bad->customer)) first_bad = bad;
  }
  return first_bad;
}

std::size_t values_kept(const Metric& metric) noexcept {
  struct Kept {
    std::size_t operator()(const GoalShare&) const { return 1; }
    std::size_t operator()(const Retained&) const { return 3; }
    std::size_t operator()(const Returned& returned) const { return returned.from ? 2 : 1; }
    std::size_t operator()(const Mean&) const { return 1; }
    std::size_t operator()(const Ratio&) const { return 2; }
    std::size_t operator()(const TimeTo&) const { return 2; }
  };
  return std::visit(Kept{}, metric.kind);
}

}  // namespace journeylab
