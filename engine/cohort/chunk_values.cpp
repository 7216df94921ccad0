#include "cohort/chunk_values.h"

#include <algorithm>

namespace journeylab {
namespace {

// Applies an operation along arrays; constants are read once.
template <Operation operation, bool a_constant, bool b_constant>
void apply_along(const double* a, const double* b, const double* c, std::size_t step_c,
                 std::size_t n, double* out) {
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = apply<operation>(a[a_constant ? 0 : i], b[b_constant ? 0 : i], c[i * step_c]);
  }
}

constexpr std::size_t most_parameters = 3;

}  // namespace

ChunkValues::ChunkValues() : parameters_(most_parameters + 2) {}

ChunkValues::View ChunkValues::view(const Program& program, const Operand& operand,
                                    const BatchColumns& batch,
                                    std::span<const std::uint32_t> position, Lane& room) {
  switch (operand.kind) {
    case OperandKind::constant:
      room[0] = operand.value;
      return {.values = room.data(), .is_constant = true};
    case OperandKind::scratch:
      return {.values = registers_[operand.index].data()};
    case OperandKind::column:
      gather(batch.column[operand.index], position, room.data());
      return {.values = room.data()};
    case OperandKind::segment_table:
      break;
  }
  const std::vector<double>& table = program.tables[operand.index];
  for (std::size_t i = 0; i < position.size(); ++i) room[i] = table[batch.segment[position[i]]];
  return {.values = room.data()};
}

void ChunkValues::evaluate(const Program& program, const BatchColumns& batch,
                           std::span<const std::uint32_t> position, double* values) {
  const std::size_t n = position.size();
  if (registers_.size() < program.registers) registers_.resize(program.registers);
  for (const Instruction& instruction : program.code) {
    const View a = view(program, instruction.a, batch, position, operands_[0]);
    const View b = view(program, instruction.b, batch, position, operands_[1]);
    const View c = view(program, instruction.c, batch, position, operands_[2]);
    const std::size_t step_c = c.is_constant ? 0 : 1;
    double* out = registers_[instruction.result].data();
    with_operation(instruction.operation, [&]<Operation operation>() {
      if (a.is_constant && b.is_constant) {
        apply_along<operation, true, true>(a.values, b.values, c.values, step_c, n, out);
      } else if (a.is_constant) {
        apply_along<operation, true, false>(a.values, b.values, c.values, step_c, n, out);
      } else if (b.is_constant) {
        apply_along<operation, false, true>(a.values, b.values, c.values, step_c, n, out);
      } else {
        apply_along<operation, false, false>(a.values, b.values, c.values, step_c, n, out);
      }
    });
  }
  Lane& room = operands_[0];
  const View result = view(program, program.result, batch, position, room);
  if (result.is_constant) {
    std::fill_n(values, n, result.values[0]);
  } else {
    std::copy_n(result.values, n, values);
  }
}

void ChunkValues::draw(const PlanValue& value, const BatchColumns& batch, const Chunk& chunk,
                       double* values) {
  const std::span<const std::uint32_t> position(chunk.position.data(), chunk.n);
  if (value.kind == PlanValue::Kind::computed) {
    evaluate(value.formula, batch, position, values);
    return;
  }
  for (std::size_t i = 0; i < chunk.n; ++i) {
    const std::uint64_t word =
        random_word(batch.key[chunk.position[i]], value.place, chunk.visit[i]);
    const Probability u = probability_of(uniform_bits_of(word));
    below_[i] = u.below;
    above_[i] = u.above;
  }
  draw_at(value, batch, position, below_.data(), above_.data(), values);
}

void ChunkValues::draw_at(const PlanValue& value, const BatchColumns& batch,
                          std::span<const std::uint32_t> position, const double* below,
                          const double* above, double* values) {
  const std::size_t n = position.size();
  switch (value.kind) {
    case PlanValue::Kind::computed:
      evaluate(value.formula, batch, position, values);
      return;
    case PlanValue::Kind::composed:
      compose_at(value, batch, position, below, above, values);
      return;
    default:
      break;
  }
  if (value.prepared.size() == 1) {
    quantiles(value.prepared.front(), {below, n}, {above, n}, {values, n});
    return;
  }
  for (std::size_t i = 0; i < n; ++i) {
    values[i] = quantile(value.prepared[batch.segment[position[i]]],
                         {.below = below[i], .above = above[i]});
  }
}

void ChunkValues::compose_at(const PlanValue& value, const BatchColumns& batch,
                             std::span<const std::uint32_t> position, const double* below,
                             const double* above, double* values) {
  const std::size_t n_parameters = value.parameters.size();
  Lane& low = parameters_[most_parameters];
  Lane& high = parameters_[most_parameters + 1];
  for (std::size_t p = 0; p < n_parameters; ++p) {
    evaluate(value.parameters[p], batch, position, parameters_[p].data());
  }
  if (value.low) evaluate(*value.low, batch, position, low.data());
  if (value.high) evaluate(*value.high, batch, position, high.data());
  DistributionSpec spec = value.spec;
  for (std::size_t i = 0; i < position.size(); ++i) {
    for (std::size_t p = 0; p < n_parameters; ++p) spec.parameters[p] = parameters_[p][i];
    if (value.low) spec.low = low[i];
    if (value.high) spec.high = high[i];
    if (!problem_of(spec).empty()) throw BatchFault();
    values[i] = quantile(prepare(spec, Tables::none), {.below = below[i], .above = above[i]});
  }
}

}  // namespace journeylab
