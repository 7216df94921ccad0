// Pieces that several documents share. For the sources of this room.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "experiment/analysis.h"
#include "experiment/facts.h"
#include "report/document.h"
#include "report/number_text.h"
#include "scenario/scenario.h"

namespace journeylab {

/// What a metric's estimate is measured in.
[[nodiscard]] Measure measure_of(const Metric& metric) noexcept;

/// What a difference of two such estimates is measured in: points for shares.
[[nodiscard]] Measure measure_of_difference(const Metric& metric) noexcept;

/// "conversion (primary)".
[[nodiscard]] std::string metric_label(const Metric& metric);

/// "95% intervals: simulation noise only; ...".
[[nodiscard]] std::string interval_note(double confidence);

/// What counts without intervals carry.
[[nodiscard]] std::string count_note();

/// Who was simulated, how long and from which seed; whether the run is partial; the analysis'
/// notes.
[[nodiscard]] std::vector<Text> summary(const Scenario& scenario, const RunFacts& facts,
                                        const Analysis& analysis);

/// "1 variant", "2 variants".
[[nodiscard]] std::string counted(std::uint64_t count, const std::string& noun);

/// Collects why values are missing, so that a table can say it once for each reason.
class MissingReasons {
 public:
  /// Takes note of the estimate of `label` if something of it is missing.
  void add(const std::string& label, const Estimate& estimate);
  /// "– conversion (dormant), profit (dormant): no customers".
  [[nodiscard]] std::vector<Text> notes() const;

 private:
  std::vector<std::pair<std::string, std::string>> labels_by_reason_;
};

}  // namespace journeylab
