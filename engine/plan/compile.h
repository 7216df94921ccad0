// The parts of compiling a plan, for the files of this room alone.
#pragma once

#include "plan/journey_plan.h"

namespace journeylab {

/// What lowering the parts of a plan needs to know.
struct CompileContext {
  const Scenario& scenario;
  const Variant& variant;
  FormulaContext formulas;
};

/// Numbers of assumptions and of a variant's segment parameters; the layout is left out.
[[nodiscard]] FormulaContext formula_context(const Scenario& scenario, const Variant& variant);

/// Segments, attributes and starting state.
void compile_customer(const CompileContext& context, JourneyPlan& plan);

/// One present step.
[[nodiscard]] PlanStep compile_step(const CompileContext& context, const ColumnLayout& layout,
                                    std::uint32_t step, bool numbered);

/// A scenario's fault that shows in compiling.
[[noreturn]] void refuse(const Place& place, std::string found, std::string expected = {});

}  // namespace journeylab
