// The groups that the rows of a file fall into: the arms, in total and by segment. For the sources
// of this room.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dataset/columns.h"
#include "dataset/trial_data.h"

namespace journeylab {

class TrialGroups {
 public:
  TrialGroups(const TrialPlan& plan, std::string file) : plan_(plan), file_(std::move(file)) {
    segment_numbers_.resize(plan.segments.size());
  }

  /// The groups that the record just read belongs to, those that are new added; valid until the
  /// next call. Throws InputError for more arms or segments than an experiment has, and names that
  /// are not UTF-8.
  [[nodiscard]] const std::vector<TrialGroup*>& places_of(const CsvReader& reader,
                                                          const TrialColumns& columns);

  /// All of it, control first, the other arms and the segments by name. Throws InputError where
  /// there are not two arms, or control is not among them.
  [[nodiscard]] TrialData finish();

 private:
  struct Hash {
    using is_transparent = void;  // NOLINT(readability-identifier-naming): the library's name
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Numbers = std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>>;

  [[nodiscard]] std::size_t arm(const CsvReader& reader, std::size_t column);
  [[nodiscard]] std::size_t segment(const CsvReader& reader, std::size_t segment,
                                    std::size_t column);
  [[nodiscard]] TrialGroup empty_group() const;
  [[nodiscard]] std::vector<std::size_t> arm_order() const;
  void sort_segments();
  [[noreturn]] void refuse(std::string found, std::string expected, std::string nearest = {}) const;
  [[noreturn]] void refuse_arms(const std::string& found) const;

  const TrialPlan& plan_;
  std::string file_;
  std::vector<std::string> arms_;
  Numbers arm_numbers_;
  std::vector<TrialGroup> total_;
  std::vector<TrialSegment> segments_;
  std::vector<Numbers> segment_numbers_;  ///< by column of segments
  std::vector<std::size_t> numbers_;      ///< of the record just placed
  std::vector<TrialGroup*> places_;
};

}  // namespace journeylab
