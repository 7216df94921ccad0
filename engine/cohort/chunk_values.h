// Formulas and draws over a chunk: the batch twin of evaluating and drawing for one customer.
#pragma once

#include <cstdint>
#include <vector>

#include "cohort/chunk.h"
#include "cohort/faults.h"
#include "plan/journey_plan.h"

namespace journeylab {

/// Columns and segments of the customers of a batch.
struct BatchColumns {
  std::vector<double*> column;  ///< as in the layout
  const std::uint32_t* segment = nullptr;
  const std::uint64_t* key = nullptr;  ///< of each customer's draws
};

/// Evaluates and draws over chunks of one batch; owns the scratch arrays.
class ChunkValues {
 public:
  ChunkValues();

  /// values[i]: the formula for the customer at position[i].
  void evaluate(const Program& program, const BatchColumns& batch,
                std::span<const std::uint32_t> position, double* values);

  /// values[i]: computed or drawn. Throws BatchFault where a distribution's parameters are
  /// impossible.
  void draw(const PlanValue& value, const BatchColumns& batch, const Chunk& chunk, double* values);

  /// values[i]: the value at given probabilities.
  void draw_at(const PlanValue& value, const BatchColumns& batch,
               std::span<const std::uint32_t> position, const double* below, const double* above,
               double* values);

 private:
  using Lane = std::array<double, chunk_customers>;
  /// The numbers of an operand: an array, or one number for all.
  struct View {
    const double* values = nullptr;
    bool is_constant = false;
  };
  View view(const Program& program, const Operand& operand, const BatchColumns& batch,
            std::span<const std::uint32_t> position, Lane& room);
  void compose_at(const PlanValue& value, const BatchColumns& batch,
                  std::span<const std::uint32_t> position, const double* below, const double* above,
                  double* values);

  std::vector<Lane> registers_;
  std::array<Lane, 3> operands_;
  std::vector<Lane> parameters_;  ///< of composed distributions, low and high last
  Lane below_;
  Lane above_;
};

}  // namespace journeylab
