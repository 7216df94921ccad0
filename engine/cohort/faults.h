// The words in which a run tells what the model did that it may not.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include "plan/chances.h"
#include "plan/journey_plan.h"

namespace journeylab {

/// Some customer of a batch did what the model may not. The reference executor, run over the same
/// customers, says who and what.
class BatchFault : public std::exception {};

/// The run was asked to stop.
class RunStopped : public std::exception {};

/// Throws RunError: "variant V: step 'S': customer N: WHAT".
[[noreturn]] void fail_at_step(const JourneyPlan& plan, const PlanStep& step,
                               std::uint64_t customer, const std::string& what);

/// Throws RunError for what belongs to a customer and to no step.
[[noreturn]] void fail_for_customer(const JourneyPlan& plan, std::uint64_t customer,
                                    const std::string& what);

/// "the wait 'price / 0' is not a finite number"
[[nodiscard]] std::string not_a_number(const std::string& what, const std::string& text,
                                       double value);

/// The same of an amount, which has a limit of its own.
[[nodiscard]] std::string not_money(const std::string& what, const std::string& text, double value);

/// What a bad span is called.
[[nodiscard]] std::string bad_span(const std::string& what, const std::string& text, double span);

/// What a bad chance is called.
[[nodiscard]] std::string bad_chances(const PlanStep& step, const ChanceCheck& check);

}  // namespace journeylab
