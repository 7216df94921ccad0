// The data of an experiment as the estimators need them: summaries for each arm, in total and by
// segment. Rows are read once and not kept, save for times to an event.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/trial_plan.h"
#include "stats/event_table.h"
#include "tally/tally.h"

namespace journeylab {

/// One metric over one group of customers.
struct TrialTally {
  ShareTally share;                 ///< of a conversion or retention
  Comoments moments;                ///< the metric's columns, then its covariates
  std::vector<ObservedTime> times;  ///< of a time
  std::uint64_t missing = 0;        ///< customers without a value, left out of this metric
};

struct TrialGroup {
  std::uint64_t customers = 0;
  std::vector<TrialTally> metrics;  ///< as TrialPlan::metrics
};

struct TrialSegment {
  std::string column;
  std::string value;
  std::vector<TrialGroup> arms;  ///< as TrialData::arms
};

struct TrialData {
  std::string file;
  std::vector<std::string> arms;  ///< control first, then by name
  std::vector<TrialGroup> total;  ///< as `arms`
  std::vector<TrialSegment> segments;
  std::uint64_t rows = 0;
  std::uint64_t rows_without_arm = 0;
};

/// Reads a .csv or .csv.gz file with a header: one row a customer, or, where the plan names a
/// column of customers, one row an arm (or an arm in a segment, or on a day: rows of the same are
/// added). Missing values (an empty field, NA, NaN, null) are counted and left out. Throws
/// FileError; InputError with every column that is not there, every value that is not what its
/// column should hold (the first of each column, with how many follow), an arm column of one value
/// or of very many, a control that is not there.
[[nodiscard]] TrialData read_trial(const std::string& path, const TrialPlan& plan);

/// The names of a file's columns, for who has not said yet which to use. Throws as read_trial.
[[nodiscard]] std::vector<std::string> column_names(const std::string& path);

/// The first values of a column, each once, at most `most` and from the first 10,000 rows.
[[nodiscard]] std::vector<std::string> column_values(const std::string& path,
                                                     const std::string& column, std::size_t most);

}  // namespace journeylab
