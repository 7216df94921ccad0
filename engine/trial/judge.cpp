#include "trial/judge.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "stats/bayes_normal.h"
#include "stats/distributions.h"
#include "stats/dunnett.h"
#include "stats/multiplicity.h"

namespace journeylab {
namespace {

constexpr std::size_t primary = 0;

// Everything about one walk through the looks of one test.
class Walk {
 public:
  Walk(const PreparedDesign& design, const TestData& data)
      : design_(design), data_(data), direction_(data.model.direction(primary)) {
    outcome_.arms.resize(data.arms.size() - 1);
    evidence_.resize(outcome_.arms.size());
    outcome_.paths.resize(outcome_.arms.size());
  }

  PlanOutcome run() {
    const auto& looks = design_.schedule.looks;
    for (std::size_t look = 0; look < looks.size(); ++look) {
      outcome_.day = looks[look];
      is_last_ = look + 1 == looks.size();
      for (std::size_t a = 0; a < evidence_.size(); ++a) {
        evidence_[a] = look_at(data_, primary, a + 1, outcome_.day, confidence());
        outcome_.paths[a].push_back(favourable_z(evidence_[a], direction_));
      }
      outcome_.guardrail_broken = design_.plan.guardrails_stop && breaks_guardrail();
      if (outcome_.guardrail_broken) {
        find_nothing();
      } else {
        find(look);
      }
      if (is_last_ || is_over() || outcome_.guardrail_broken) break;
    }
    choose();
    return std::move(outcome_);
  }

 private:
  [[nodiscard]] double confidence() const noexcept { return design_.nominal_coverage; }

  // One finding at each look where the design looks for one.
  void find(std::size_t look) {
    switch (design_.plan.design) {
      case Design::fixed:
      case Design::peeking:
        find_by_tests();
        break;
      case Design::obrien_fleming:
      case Design::pocock:
      case Design::wang_tsiatis:
      case Design::spending:
        find_by_bounds(look);
        break;
      case Design::always_valid:
        find_by_sequence();
        break;
      case Design::bayesian:
        find_by_loss();
        break;
      case Design::bandit:
        break;
    }
  }

  // A test that a guardrail stops says what it has seen, and finds nothing.
  void find_nothing() {
    for (std::size_t a = 0; a < evidence_.size(); ++a) {
      settle(a, Finding::undecided, evidence_[a].interval);
    }
  }

  // Takes note of a finding, or of the estimate so far: another arm may end the test at this look.
  void settle(std::size_t arm, Finding finding, const Interval& interval) {
    ArmOutcome& outcome = outcome_.arms[arm];
    if (outcome.finding != Finding::undecided) return;
    outcome = {.finding = finding,
               .known = evidence_[arm].known,
               .effect = evidence_[arm].effect,
               .interval = interval};
  }

  [[nodiscard]] Finding signed_finding(double z) const noexcept {
    if (z * direction_ > 0.0) return Finding::better;
    return design_.plan.sides == 1 ? Finding::undecided : Finding::worse;
  }

  [[nodiscard]] double p_value(const Evidence& evidence) const noexcept {
    if (design_.plan.sides == 2) return evidence.p_value;
    return evidence.z * direction_ > 0.0 ? evidence.p_value / 2 : 1.0 - evidence.p_value / 2;
  }

  [[nodiscard]] std::vector<std::optional<double>> adjusted_p_values() const {
    std::vector<std::optional<double>> p;
    if (design_.correction == CorrectionWord::dunnett) return dunnett_adjusted();
    for (const Evidence& evidence : evidence_) {
      p.push_back(evidence.known ? std::optional(p_value(evidence)) : std::nullopt);
    }
    constexpr std::array<Adjustment, 3> adjustments{Adjustment::none, Adjustment::bonferroni,
                                                    Adjustment::holm};
    return adjust_p_values(p, adjustments[static_cast<std::size_t>(design_.correction)]);
  }

  [[nodiscard]] std::vector<std::optional<double>> dunnett_adjusted() const {
    DunnettDesign design{
        .n_control = data_.model.arms[0].share, .n_arms = {}, .sides = design_.plan.sides};
    std::vector<double> statistics;
    for (std::size_t a = 0; a < evidence_.size(); ++a) {
      design.n_arms.push_back(data_.model.arms[a + 1].share);
      statistics.push_back(evidence_[a].z * direction_);
    }
    std::vector<std::optional<double>> p;
    for (const double value : dunnett_p_values(design, statistics)) p.emplace_back(value);
    for (std::size_t a = 0; a < p.size(); ++a) {
      if (!evidence_[a].known) p[a].reset();
    }
    return p;
  }

  void find_by_tests() {
    const auto p = adjusted_p_values();
    for (std::size_t a = 0; a < p.size(); ++a) {
      const bool found = p[a] && *p[a] <= design_.alpha;
      settle(a, found ? signed_finding(evidence_[a].z) : Finding::undecided, test_interval(a));
    }
  }

  [[nodiscard]] Interval test_interval(std::size_t arm) const {
    const Evidence& evidence = evidence_[arm];
    if (design_.correction != CorrectionWord::dunnett) return evidence.interval;
    return around(evidence, design_.critical);
  }

  static Interval around(const Evidence& evidence, double critical) {
    const double half = critical * evidence.standard_error;
    return {.low = evidence.effect - half, .high = evidence.effect + half};
  }

  // Repeated confidence intervals (Jennison and Turnbull 2000, chapter 9): the bound of the look in
  // standard errors around the estimate.
  void find_by_bounds(std::size_t look) {
    const LookBounds& bounds = design_.bounds[look];
    const bool one_sided = design_.plan.sides == 1 || design_.plan.futility != FutilityWord::none;
    for (std::size_t a = 0; a < evidence_.size(); ++a) {
      const double z = evidence_[a].z * direction_;
      Finding finding = Finding::undecided;
      if (evidence_[a].known && z >= bounds.upper) finding = Finding::better;
      if (evidence_[a].known && z <= bounds.lower && finding == Finding::undecided) {
        finding = one_sided ? Finding::futile : Finding::worse;
      }
      if (outcome_.arms[a].finding != Finding::undecided) continue;
      settle(a, finding, around(evidence_[a], bounds.upper));
      if (design_.plan.interval == IntervalWord::stagewise && outcome_.arms[a].known) {
        report_stagewise(look, a);
      }
    }
  }

  // The estimate and the interval of a test that stops here, in place of the plain ones.
  void report_stagewise(std::size_t look, std::size_t arm) {
    const Evidence& evidence = evidence_[arm];
    const auto stop = design_.stop_table.at(look, evidence.z * direction_);
    if (!stop || evidence.z == 0.0) return;
    // The error that z was measured in, at full information.
    const double scale =
        std::abs(evidence.effect / evidence.z) * std::sqrt(design_.information[look]) * direction_;
    const double low = stop->interval.low * scale;
    const double high = stop->interval.high * scale;
    outcome_.arms[arm].effect = stop->drift * scale;
    outcome_.arms[arm].interval = {.low = std::min(low, high), .high = std::max(low, high)};
  }

  void find_by_sequence() {
    for (std::size_t a = 0; a < evidence_.size(); ++a) {
      const Evidence& evidence = evidence_[a];
      if (!evidence.known || !(evidence.standard_error > 0.0)) continue;
      Interval interval;
      if (design_.plan.method == AlwaysValidWord::mixture) {
        const EffectLook look{.effect = evidence.effect,
                              .variance = evidence.standard_error * evidence.standard_error};
        interval = mixture_test({&look, 1}, design_.mixture).front().interval;
      } else {
        interval = sequential_effect(design_.sequence, evidence.effect, evidence.standard_error,
                                     evidence.customers)
                       .interval;
      }
      const bool found = interval.low > 0.0 || interval.high < 0.0;
      settle(a, found ? signed_finding(evidence.effect) : Finding::undecided, interval);
    }
  }

  // The flat prior: the posterior of the effect is its estimate with its error.
  void find_by_loss() {
    for (std::size_t a = 0; a < evidence_.size(); ++a) {
      const Evidence& evidence = evidence_[a];
      if (!evidence.known) continue;
      const NormalPosterior posterior{.mean = evidence.effect * direction_,
                                      .deviation = evidence.standard_error};
      const BayesComparison comparison = judge_effect(posterior, confidence());
      const double accepted = design_.plan.loss * loss_scale();
      Finding finding = Finding::undecided;
      if (comparison.loss_treatment < accepted && posterior.mean > 0.0) finding = Finding::better;
      // To keep control is a choice, and no claim that the variant is worse.
      if (comparison.loss_control < accepted && posterior.mean <= 0.0) finding = Finding::futile;
      settle(a, finding, evidence.interval);
    }
  }

  [[nodiscard]] double loss_scale() const {
    const TestMetric& metric = data_.model.metrics[primary];
    if (metric.cells > 0) return 1.0;
    return std::abs(arm_summary(data_, primary, 0, outcome_.day).mean);
  }

  // Each look and each comparison gets its part of alpha, so that the guardrails of a whole test
  // are broken by chance at most that often.
  [[nodiscard]] bool breaks_guardrail() const {
    const std::size_t guardrails = data_.model.metrics.size() - 1;
    if (guardrails == 0) return false;
    const auto parts =
        static_cast<double>(guardrails * evidence_.size() * design_.schedule.looks.size());
    const double critical = normal_quantile_above(design_.alpha / parts);
    for (std::size_t m = 1; m <= guardrails; ++m) {
      for (std::size_t a = 1; a < data_.arms.size(); ++a) {
        const auto excess = guardrail_excess(data_, m, a, outcome_.day);
        if (excess && *excess > critical) return true;
      }
    }
    return false;
  }

  // A winner ends the test, and so does an answer for every arm.
  [[nodiscard]] bool is_over() const {
    const auto& arms = outcome_.arms;
    const auto decided = [](const ArmOutcome& arm) { return arm.finding != Finding::undecided; };
    const auto wins = [](const ArmOutcome& arm) { return arm.finding == Finding::better; };
    return std::any_of(arms.begin(), arms.end(), wins) ||
           std::all_of(arms.begin(), arms.end(), decided);
  }

  void choose() {
    if (outcome_.guardrail_broken) return;
    double most = 0.0;
    for (std::size_t a = 0; a < outcome_.arms.size(); ++a) {
      const ArmOutcome& arm = outcome_.arms[a];
      if (arm.finding != Finding::better || arm.effect * direction_ <= most) continue;
      most = arm.effect * direction_;
      outcome_.chosen = static_cast<std::uint32_t>(a + 1);
    }
  }

  const PreparedDesign& design_;
  const TestData& data_;
  double direction_;
  bool is_last_ = false;
  std::vector<Evidence> evidence_;  ///< of arms 1..
  PlanOutcome outcome_;
};

}  // namespace

PlanOutcome judge(const PreparedDesign& design, const TestData& data) {
  return Walk(design, data).run();
}

}  // namespace journeylab
