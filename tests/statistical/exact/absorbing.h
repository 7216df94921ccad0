// What a journey of constant chances does in the long run, by linear algebra: an absorbing Markov
// chain over its steps (Kemeny and Snell 1960, ch. 3), and the time that its delays take.
#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Dense>

#include "scenario/scenario.h"

namespace journeylab::exact {

/// A delay of the families that the algebra knows: a constant, an exponential, a lognormal.
struct Delay {
  double constant = 0.0;
  double exponential_mean = 0.0;  ///< 0: none
  double mu = 0.0;                ///< lognormal, if sigma is above 0
  double sigma = 0.0;
  [[nodiscard]] double mean() const;
};

/// Control in one segment of a scenario whose ways on are straight or outcomes of constant chances.
struct AbsorbingChain {
  /// One way on, with the time that it takes: the step's wait and the way's `after`.
  struct Move {
    std::uint32_t from = 0;
    std::uint32_t next = 0;  ///< step; meaningless if `ends`
    bool ends = false;
    double chance = 0.0;
    Delay wait;
    Delay after;
  };
  std::uint32_t start = 0;
  std::size_t n_steps = 0;
  std::vector<Move> moves;

  /// Visits of each step by a customer who starts at `start`, without limit of time: the row of
  /// (I - Q)^-1.
  [[nodiscard]] Eigen::VectorXd visits() const;
  /// Chance that each step leads to `target` sooner or later (1 for the target itself).
  [[nodiscard]] Eigen::VectorXd reach(std::uint32_t target) const;
  /// Mean time from the start to the first visit of `target` among those who get there.
  [[nodiscard]] double mean_time_to(std::uint32_t target) const;
};

[[nodiscard]] AbsorbingChain absorbing_chain(const Scenario& scenario, std::uint32_t segment);

/// One way to a step: its probability and the delays on it.
struct Path {
  double probability = 0.0;
  double constant = 0.0;
  std::vector<double> exponential_means;
  double mu = 0.0;
  double sigma = 0.0;  ///< 0: no lognormal on the way

  /// P(the delays take no more than `time`): the exponentials as a phase-type distribution (Neuts
  /// 1981), integrated over the lognormal.
  [[nodiscard]] double within(double time) const;
};

/// Every path from the start to the first visit of `target`, which no loop may precede.
[[nodiscard]] std::vector<Path> paths_to(const AbsorbingChain& chain, std::uint32_t target);

}  // namespace journeylab::exact
