// Formulas and draws over a chunk: the batch twin of evaluating and drawing for one customer.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cohort/chunk.h"
#include "cohort/faults.h"
#include "cohort/known.h"
#include "plan/journey_plan.h"

namespace journeylab {

/// Columns and segments of the customers of a batch.
struct BatchColumns {
  std::vector<double*> column;  ///< as in the layout
  const std::uint32_t* segment = nullptr;
  const std::uint64_t* key = nullptr;  ///< of each customer's draws
  const Known* known = nullptr;        ///< what need not be read from columns; null: nothing
};

/// Evaluates and draws over chunks of one batch; owns the scratch arrays.
class ChunkValues {
 public:
  explicit ChunkValues(const VectorLoops& loops = fastest_loops());

  /// Those that it uses.
  [[nodiscard]] const VectorLoops& loops() const noexcept { return loops_; }

  /// values[i]: the formula for the customer at position[i], at most a chunk of them.
  void evaluate(const Program& program, const BatchColumns& batch,
                std::span<const std::uint32_t> position, double* values);

  /// values[i]: the formula for the customer at position first + i, i < n, n at most a chunk.
  void evaluate_run(const Program& program, const BatchColumns& batch, std::size_t first,
                    std::size_t n, double* values);

  /// values[i]: computed or drawn. Throws BatchFault where a distribution's parameters are
  /// impossible.
  void draw(const PlanValue& value, const BatchColumns& batch, const Who& who, double* values);

  /// values[i]: the value at given probabilities.
  void draw_at(const PlanValue& value, const BatchColumns& batch, const Who& who,
               const double* below, const double* above, double* values);

 private:
  /// Whose numbers a formula reads: at positions, or in a run of them.
  struct Rows {
    const std::uint32_t* position = nullptr;  ///< null: the run from `first` on
    std::size_t first = 0;
    std::size_t n = 0;
  };
  void evaluate_rows(const Program& program, const BatchColumns& batch, const Rows& rows,
                     double* values);
  Numbers numbers(const Program& program, const Operand& operand, const BatchColumns& batch,
                  const Rows& rows, Lane& room);
  void draw_by_segment(const PlanValue& value, const BatchColumns& batch, const Who& who,
                       const double* below, const double* above, double* values);
  void compose_at(const PlanValue& value, const BatchColumns& batch, const Who& who,
                  const double* below, const double* above, double* values);

  const VectorLoops& loops_;
  std::vector<Lane> registers_;
  std::array<Lane, 3> operands_;
  std::vector<Lane> parameters_;  ///< of composed distributions, low and high last
  Lane below_;
  Lane above_;
  Tags segments_;
  Tags members_;
};

}  // namespace journeylab
