#include "cohort/observe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

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
    const double* clock = view_[plan_.layout.clock];
    const double* status = view_[plan_.layout.status];
    const double* origin = retained.from ? view_[plan_.layout.goal_first[*retained.from]] : nullptr;
    double* covered = values(0);
    double* ended = values(1);
    double* counts = values(2);
    const auto n_cells = static_cast<double>(borders_.size() - 1);
    std::fill_n(covered, view_.n, -1.0);
    for_each_who_reached(origin, [&](std::size_t i) {
      const Ticks begin = origin == nullptr ? 0.0 : origin[i];
      covered[i] = cells_.cells_covered(plan_.horizon - begin);
      ended[i] = n_cells;
      counts[i] = 0.0;
      if (status[i] == static_cast<double>(plan_.n_statuses)) return;
      ended[i] = static_cast<double>(cells_.cell_of(clock[i] - begin));
      counts[i] = counts_as_loss(retained, status[i]) ? 1.0 : 0.0;
    });
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
  [[nodiscard]] double* values(std::size_t which) { return into_.values[which].data() + offset_; }

  void copy(const double* from, double* to) const {
    if (from != to) std::copy_n(from, view_.n, to);
  }

  void copy_formulas() {
    const std::vector<ColumnIndex>& columns = plan_.layout.observed[metric_];
    for (std::size_t f = 0; f < columns.size(); ++f) {
      const double* from = view_[columns[f]];
      copy(from, values(f));
      if (loops_.largest(from, view_.n) < never) continue;
      const auto* wrong =
          std::find_if(from, from + view_.n, [](double value) { return !std::isfinite(value); });
      const auto customer = static_cast<std::size_t>(wrong - from);
      if (!bad_ || customer < bad_->customer) {
        bad_ = BadValue{.metric = metric_, .customer = customer, .value = *wrong};
      }
    }
  }

  // Calls use(i) for each customer who reached a goal at all; for everybody if there is none.
  template <typename Use>
  void for_each_who_reached(const double* first, Use&& use) const {
    std::array<std::uint32_t, 256 + position_padding> who;
    for (std::size_t begin = 0; begin < view_.n; begin += 256) {
      const std::size_t n = std::min<std::size_t>(256, view_.n - begin);
      if (first == nullptr) {
        for (std::size_t i = begin; i < begin + n; ++i) use(i);
        continue;
      }
      const std::size_t reached = loops_.select_between(
          first + begin, 0.0, std::numeric_limits<double>::max(), n, who.data());
      for (std::size_t k = 0; k < reached; ++k) use(begin + who[k]);
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
