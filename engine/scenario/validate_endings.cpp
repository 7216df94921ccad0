#include "scenario/validate_endings.h"

#include <algorithm>

namespace journeylab {
namespace {

bool reaches(const Effects& effects, std::uint32_t goal) {
  return std::find(effects.goals.begin(), effects.goals.end(), goal) != effects.goals.end();
}

// The steps of one variant that customers come to, and the endings on the way.
class Spread {
 public:
  Spread(const Variant& variant, std::vector<bool>& endings)
      : variant_(&variant), endings_(&endings), seen_(variant.steps.size(), false) {}

  void enter(std::uint32_t step) {
    if (step >= seen_.size() || seen_[step]) return;
    seen_[step] = true;
    open_.push_back(step);
  }

  void take(const Way& way) {
    if (way.next) enter(*way.next);
    if (way.ending) (*endings_)[*way.ending] = true;
  }

  void finish() {
    while (!open_.empty()) {
      const std::uint32_t step = open_.back();
      open_.pop_back();
      for (const Way& way : variant_->steps[step].ways) take(way);
    }
  }

 private:
  const Variant* variant_;
  std::vector<bool>* endings_;
  std::vector<bool> seen_;
  std::vector<std::uint32_t> open_;
};

}  // namespace

std::vector<bool> endings_after(const Scenario& scenario, std::optional<std::uint32_t> goal) {
  std::vector<bool> endings(scenario.names.statuses.size(), false);
  for (const Variant& variant : scenario.variants) {
    Spread spread(variant, endings);
    if (!goal) spread.enter(variant.start);
    for (std::uint32_t i = 0; goal && i < variant.steps.size(); ++i) {
      if (reaches(variant.steps[i].effects, *goal)) spread.enter(i);
      for (const Way& way : variant.steps[i].ways) {
        if (reaches(way.effects, *goal)) spread.take(way);
      }
    }
    spread.finish();
  }
  return endings;
}

}  // namespace journeylab
