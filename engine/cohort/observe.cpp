#include "cohort/observe.h"

#include <algorithm>
#include <cmath>

namespace journeylab {
namespace {

// Writes the inputs of one metric for a run of customers.
class MetricObserver {
 public:
  MetricObserver(const JourneyPlan& plan, std::size_t metric, const std::vector<Ticks>& borders,
                 const ColumnsView& view, MetricColumns& into, std::size_t offset)
      : plan_(plan),
        metric_(metric),
        borders_(borders),
        view_(view),
        into_(into),
        offset_(offset) {}

  void operator()(const GoalShare& share) {
    const double* first = view_[plan_.layout.goal_first[share.goal]];
    double* out = values(0);
    for (std::size_t i = 0; i < view_.n; ++i) out[i] = first[i] <= share.within ? 1.0 : 0.0;
  }

  void operator()(const Retained& retained) {
    const double* clock = view_[plan_.layout.clock];
    const double* status = view_[plan_.layout.status];
    const double* origin = retained.from ? view_[plan_.layout.goal_first[*retained.from]] : nullptr;
    double* covered = values(0);
    double* ended = values(1);
    double* counts = values(2);
    const auto n_cells = static_cast<double>(borders_.size() - 1);
    for (std::size_t i = 0; i < view_.n; ++i) {
      const Ticks begin = origin == nullptr ? 0.0 : origin[i];
      const bool enters = begin < never;
      const bool ends = enters && status[i] != static_cast<double>(plan_.n_statuses);
      covered[i] = enters ? cells_covered(plan_.horizon - begin) : -1.0;
      ended[i] = ends ? cell_of(clock[i] - begin) : n_cells;
      counts[i] = ends && counts_as_loss(retained, status[i]) ? 1.0 : 0.0;
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
  [[nodiscard]] double* values(std::size_t which) { return into_.values[which].data() + offset_; }

  void copy(const double* from, double* to) const { std::copy_n(from, view_.n, to); }

  void copy_formulas() {
    const std::vector<ColumnIndex>& columns = plan_.layout.observed[metric_];
    for (std::size_t f = 0; f < columns.size(); ++f) {
      const double* from = view_[columns[f]];
      copy(from, values(f));
      const auto* wrong =
          std::find_if(from, from + view_.n, [](double value) { return !std::isfinite(value); });
      if (wrong == from + view_.n) continue;
      const auto customer = static_cast<std::size_t>(wrong - from);
      if (!bad_ || customer < bad_->customer) {
        bad_ = BadValue{.metric = metric_, .customer = customer, .value = *wrong};
      }
    }
  }

  // Cells whose far border a span reaches.
  [[nodiscard]] double cells_covered(Ticks span) const {
    const auto beyond = std::upper_bound(borders_.begin(), borders_.end(), span);
    return static_cast<double>(beyond - borders_.begin() - 1);
  }

  // The cell (border[k], border[k+1]] of an age; age 0 lies in the first.
  [[nodiscard]] double cell_of(Ticks age) const {
    const auto border = std::lower_bound(borders_.begin() + 1, borders_.end(), age);
    return static_cast<double>(border - borders_.begin() - 1);
  }

  [[nodiscard]] static bool counts_as_loss(const Retained& retained, double status) {
    return retained.until_any ||
           std::find(retained.until.begin(), retained.until.end(),
                     static_cast<std::uint32_t>(status)) != retained.until.end();
  }

  const JourneyPlan& plan_;
  std::size_t metric_;
  const std::vector<Ticks>& borders_;
  const ColumnsView& view_;
  MetricColumns& into_;
  std::size_t offset_;
  std::optional<BadValue> bad_;
};

}  // namespace

std::optional<BadValue> observe_metrics(const JourneyPlan& plan,
                                        const std::vector<std::vector<Ticks>>& borders,
                                        const ColumnsView& view, std::vector<MetricColumns>& into,
                                        std::size_t offset) {
  std::optional<BadValue> first_bad;
  for (std::size_t m = 0; m < into.size(); ++m) {
    MetricObserver observer(plan, m, borders[m], view, into[m], offset);
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
