#include "trial/rows.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "cohort/tile_runner.h"
#include "store/csv.h"
#include "store/whole_file.h"
#include "trial/design.h"
#include "trial/entries.h"

namespace journeylab {
namespace {

constexpr double day_ticks = 86400.0 * ticks_per_second;

// Writes the customers of one test, arm by arm and day by day.
class RowWriter {
 public:
  RowWriter(const TestModel& model, std::uint32_t last_day, const std::string& file)
      : model_(model),
        last_day_(last_day),
        runner_(model.shape, model.plans, model.seed, {}),
        file_(file) {
    std::vector<std::string> header{"customer", "arm", "segment", "entry_day"};
    for (std::size_t m = 0; m < model.metrics.size(); ++m) {
      const std::string& name = model.metric(m).name;
      switch (model.metrics[m].knowledge) {
        case Knowledge::share:
        case Knowledge::mean:
          header.push_back(name);
          break;
        case Knowledge::ratio:
          header.push_back(name + "_numerator");
          header.push_back(name + "_denominator");
          break;
        case Knowledge::retention:
        case Knowledge::time:
          header.push_back(name);
          header.push_back(name + "_event");
          break;
      }
    }
    file_.write(csv_line(header));
  }

  // Customers `begin`..`end`-1 of an arm, who enter on a day and meet a journey.
  void write(std::size_t arm, std::size_t journey, std::uint32_t day, std::uint64_t begin,
             std::uint64_t end) {
    for (std::uint64_t done = begin; done < end; done += tile_customers) {
      const auto n = static_cast<std::size_t>(std::min<std::uint64_t>(tile_customers, end - done));
      const Tile& tile = runner_.run(journey, model_.first_customer(0, arm) + done, n);
      for (std::size_t i = 0; i < n; ++i) {
        std::vector<std::string> row{fmt::to_string(++written_), model_.arms[arm].name,
                                     model_.scenario.names.segments[tile.segment[i]],
                                     fmt::to_string(day)};
        for (std::size_t m = 0; m < model_.metrics.size(); ++m) add(tile, m, i, day, row);
        file_.write(csv_line(row));
      }
    }
  }

  void commit() { file_.commit(); }

 private:
  void add(const Tile& tile, std::size_t m, std::size_t i, std::uint32_t day,
           std::vector<std::string>& row) const {
    const TestMetric& metric = model_.metrics[m];
    const MetricColumns& columns = tile.variants.front()[m];
    const std::uint32_t age = last_day_ - day;
    const bool counts = tile.populations[m].empty() || tile.populations[m][i] != 0;
    const std::size_t values =
        metric.knowledge == Knowledge::share || metric.knowledge == Knowledge::mean ? 1 : 2;
    if (!counts || (metric.cells == 0 && age < metric.window)) {
      row.insert(row.end(), values, "");
    } else if (metric.knowledge == Knowledge::retention) {
      add_retention(columns, m, i, age, row);
    } else if (metric.knowledge == Knowledge::time) {
      const double reached = std::max(std::ceil(columns.values[1][i] / day_ticks), 1.0);
      add_time(reached, reached <= age && reached <= metric.cells, std::min(age, metric.cells),
               row);
    } else {
      for (std::size_t v = 0; v < values; ++v) row.push_back(csv_number(columns.values[v][i]));
    }
  }

  static void add_time(double time, bool is_event, std::uint32_t followed,
                       std::vector<std::string>& row) {
    row.push_back(csv_number(is_event ? time : followed));
    row.emplace_back(is_event ? "1" : "0");
  }

  void add_retention(const MetricColumns& columns, std::size_t m, std::size_t i, std::uint32_t age,
                     std::vector<std::string>& row) const {
    const auto& retained = std::get<Retained>(model_.metric(m).kind);
    const double begin =
        retained.from ? std::ceil(runner_.first_reach(*retained.from)[i] / day_ticks) : 0.0;
    if (columns.values[0][i] < 0.0 || begin > age) {
      row.insert(row.end(), 2, "");
      return;
    }
    const auto followed =
        static_cast<std::uint32_t>(std::min({static_cast<double>(age) - begin, columns.values[0][i],
                                             static_cast<double>(model_.metrics[m].cells)}));
    const double ended = columns.values[1][i] + 1.0;
    // Another ending keeps a customer from the one that counts: it stays, as long as it is watched.
    const bool is_event = columns.values[2][i] != 0.0 && ended <= followed;
    add_time(ended, is_event, followed, row);
  }

  const TestModel& model_;
  std::uint32_t last_day_;
  TileRunner runner_;
  WholeFile file_;
  std::uint64_t written_ = 0;
};

}  // namespace

void write_rows(const Scenario& scenario, const std::vector<PlannedDesign>& plans,
                std::uint64_t seed, const std::string& file) {
  const std::size_t decides = deciding_metric(scenario);
  const std::uint32_t window = days_until_known(scenario, scenario.metrics[decides]);
  const TestPlan& test = scenario.test_plan;
  std::uint32_t last_day = 0;
  std::uint32_t entry_days = 0;
  for (const PlannedDesign& plan : plans) {
    const Schedule schedule = schedule_of(plan, test, window);
    last_day = std::max(last_day, schedule.last_day);
    entry_days = std::max(entry_days, schedule.entry_days);
  }
  TestModelRequest request{
      .scenario = scenario, .variants = {}, .last_day = last_day, .seed = seed};
  request.every_metric = true;
  std::vector<double> shares;
  for (std::size_t v = 0; v < scenario.variants.size(); ++v) {
    if (test.split[v] > 0.0) request.variants.push_back(v);
    if (test.split[v] > 0.0) shares.push_back(test.split[v]);
  }
  const auto model = make_test_model(request);
  const auto entries = entries_by_day(test, entry_days);
  RowWriter writer(*model, last_day, file);
  std::vector<std::uint64_t> used(shares.size());
  for (std::uint32_t day = 1; day <= entry_days; ++day) {
    const auto arms = assign(*model, test.faults.contamination, shares, 0, day, entries[day]);
    for (std::size_t a = 0; a < arms.size(); ++a) {
      for (std::size_t journey = 0; journey < shares.size(); ++journey) {
        const std::uint64_t n = arms[a].treated[journey];
        writer.write(a, journey, day, used[a], used[a] + n);
        used[a] += n;
      }
    }
  }
  writer.commit();
}

}  // namespace journeylab
