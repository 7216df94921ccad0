// Inference that may be looked at at any time: the mixture sequential probability ratio test and
// asymptotic confidence sequences. Both hold at all looks together, also at a stop chosen by what
// was seen; both are asymptotic, so first look after some hundred customers. Theory:
// engine/methods/always_valid.md.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "stats/estimated.h"

namespace journeylab {

/// What is known at one look: an estimate of the effect and the variance of that estimate (> 0).
struct EffectLook {
  double effect = 0.0;
  double variance = 0.0;
};

/// The normal mixture N(null_effect, mixing_variance) over the alternatives.
struct MixtureTest {
  double mixing_variance = 0.0;  ///< tau^2 > 0, about the square of the effects that matter
  double null_effect = 0.0;
  double alpha = 0.05;
};

struct MixtureLook {
  double ln_ratio = 0.0;   ///< of the mixture likelihood to that of the null
  double p_look = 1.0;     ///< min(1, 1 / ratio)
  double p_value = 1.0;    ///< always valid: the smallest p_look so far
  Interval interval = {};  ///< at this look
  /// The intersection of the intervals so far; empty (low above high) where they contradict each
  /// other, which then has itself a chance of at most alpha.
  Interval running = {};
};

/// The looks in their order (Johari, Koomen, Pekelis and Walsh 2022, eq. 6 to 8). Throws
/// std::invalid_argument for a variance that is not above 0 or alpha outside 0 and 1.
[[nodiscard]] std::vector<MixtureLook> mixture_test(std::span<const EffectLook> looks,
                                                    const MixtureTest& test);

/// How an asymptotic confidence sequence is tuned: it is tightest at about `best_at` observations.
struct AsymptoticSequence {
  double best_at = 5000.0;
  double alpha = 0.05;
  int sides = 2;  ///< 1: the bound on one side only
};

/// rho = sqrt((-2 ln a + ln(1 - 2 ln a)) / best_at), a = alpha on two sides, 2 alpha on one
/// (Waudby-Smith et al. 2024, eq. 161 of their preprint's version 7). Throws std::invalid_argument
/// outside of 0 < alpha < 1 (1/2 on one side), best_at > 0.
[[nodiscard]] double asymptotic_rho(const AsymptoticSequence& sequence);

/// Half the width after n observations of the given variance each (eq. 9; one-sided eq. 134).
[[nodiscard]] double asymptotic_half_width(const AsymptoticSequence& sequence, double n,
                                           double variance);

struct SequentialEffect {
  Interval interval = {};
  double p_value = 1.0;  ///< two-sided, at this look
};

/// The two-sided sequence around an effect with its standard error after n observations.
[[nodiscard]] SequentialEffect sequential_effect(const AsymptoticSequence& sequence, double effect,
                                                 double standard_error, double n);

}  // namespace journeylab
