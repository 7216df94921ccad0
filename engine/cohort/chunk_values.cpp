#include "cohort/chunk_values.h"

#include <algorithm>

namespace journeylab {
namespace {

constexpr std::size_t most_parameters = 3;

// Beyond this many segments, a pass for each costs more than a draw for each customer.
constexpr std::size_t most_passes = 32;

}  // namespace

const std::array<std::uint32_t, tile_customers>& all_positions() noexcept {
  alignas(cache_line) static const auto positions = [] {
    std::array<std::uint32_t, tile_customers> all;
    for (std::uint32_t i = 0; i < tile_customers; ++i) all[i] = i;
    return all;
  }();
  return positions;
}

ChunkValues::ChunkValues(const VectorLoops& loops)
    : loops_(loops), parameters_(most_parameters + 2) {}

Numbers ChunkValues::numbers(const Program& program, const Operand& operand,
                             const BatchColumns& batch, const Rows& rows, Lane& room) {
  const Who who{.position = rows.position, .visit = nullptr, .n = rows.n};
  switch (operand.kind) {
    case OperandKind::constant:
      room[0] = operand.value;
      return {.values = room.data(), .is_constant = true};
    case OperandKind::scratch:
      return {.values = registers_[operand.index].data()};
    case OperandKind::column:
      if (batch.known != nullptr && batch.known->has(operand.index)) {
        room[0] = (*batch.known)[operand.index];
        return {.values = room.data(), .is_constant = true};
      }
      if (rows.position == nullptr) return {.values = batch.column[operand.index] + rows.first};
      loops_.gather(batch.column[operand.index], who, room.data());
      return {.values = room.data()};
    case OperandKind::segment_table:
      break;
  }
  const std::vector<double>& table = program.tables[operand.index];
  if (rows.position == nullptr) {
    const std::uint32_t* segment = batch.segment + rows.first;
    for (std::size_t i = 0; i < rows.n; ++i) room[i] = table[segment[i]];
  } else {
    loops_.gather_table(table.data(), batch.segment, who, room.data());
  }
  return {.values = room.data()};
}

void ChunkValues::evaluate_rows(const Program& program, const BatchColumns& batch, const Rows& rows,
                                double* values) {
  if (registers_.size() < program.registers) registers_.resize(program.registers);
  for (const Instruction& instruction : program.code) {
    const Numbers a = numbers(program, instruction.a, batch, rows, operands_[0]);
    const Numbers b = numbers(program, instruction.b, batch, rows, operands_[1]);
    const Numbers c = numbers(program, instruction.c, batch, rows, operands_[2]);
    // The last one writes where the values are wanted.
    const bool is_last = &instruction == &program.code.back() &&
                         program.result.kind == OperandKind::scratch &&
                         program.result.index == instruction.result;
    double* out = is_last ? values : registers_[instruction.result].data();
    loops_.apply(instruction.operation, a, b, c, rows.n, out);
    if (is_last) return;
  }
  const Numbers result = numbers(program, program.result, batch, rows, operands_[0]);
  if (result.is_constant) {
    std::fill_n(values, rows.n, result.values[0]);
  } else {
    std::copy_n(result.values, rows.n, values);
  }
}

void ChunkValues::evaluate(const Program& program, const BatchColumns& batch,
                           std::span<const std::uint32_t> position, double* values) {
  evaluate_rows(program, batch, {.position = position.data(), .first = 0, .n = position.size()},
                values);
}

void ChunkValues::evaluate_run(const Program& program, const BatchColumns& batch, std::size_t first,
                               std::size_t n, double* values) {
  evaluate_rows(program, batch, {.position = nullptr, .first = first, .n = n}, values);
}

void ChunkValues::draw(const PlanValue& value, const BatchColumns& batch, const Who& who,
                       double* values) {
  if (value.kind == PlanValue::Kind::computed) {
    evaluate(value.formula, batch, {who.position, who.n}, values);
    return;
  }
  if (value.kind == PlanValue::Kind::drawn && value.prepared.size() == 1) {
    loops_.draw(value.prepared.front(), batch.key, value.place, who, values);
    return;
  }
  loops_.uniforms(batch.key, value.place, who, below_.data(), above_.data());
  draw_at(value, batch, who, below_.data(), above_.data(), values);
}

void ChunkValues::draw_at(const PlanValue& value, const BatchColumns& batch, const Who& who,
                          const double* below, const double* above, double* values) {
  switch (value.kind) {
    case PlanValue::Kind::computed:
      evaluate(value.formula, batch, {who.position, who.n}, values);
      return;
    case PlanValue::Kind::composed:
      compose_at(value, batch, who, below, above, values);
      return;
    default:
      break;
  }
  if (value.prepared.size() == 1) {
    loops_.quantiles(value.prepared.front(), below, above, who.n, values);
  } else {
    draw_by_segment(value, batch, who, below, above, values);
  }
}

// A pass for each segment over its members, so that the loops stay long and of one kind.
void ChunkValues::draw_by_segment(const PlanValue& value, const BatchColumns& batch, const Who& who,
                                  const double* below, const double* above, double* values) {
  for (std::size_t i = 0; i < who.n; ++i) segments_[i] = batch.segment[who.position[i]];
  if (value.prepared.size() > most_passes) {
    for (std::size_t i = 0; i < who.n; ++i) {
      values[i] = quantile(value.prepared[segments_[i]], {.below = below[i], .above = above[i]});
    }
    return;
  }
  Lane& some_below = operands_[0];
  Lane& some_above = operands_[1];
  for (std::uint32_t s = 0; s < value.prepared.size(); ++s) {
    Who members{.position = members_.data(), .visit = nullptr, .n = 0};
    members.n = loops_.select(segments_.data(), s, who.n, all_positions().data(), members_.data());
    if (members.n == 0) continue;
    loops_.gather(below, members, some_below.data());
    loops_.gather(above, members, some_above.data());
    loops_.quantiles(value.prepared[s], some_below.data(), some_above.data(), members.n,
                     some_below.data());
    loops_.scatter(values, members, some_below.data());
  }
}

void ChunkValues::compose_at(const PlanValue& value, const BatchColumns& batch, const Who& who,
                             const double* below, const double* above, double* values) {
  const std::span<const std::uint32_t> position(who.position, who.n);
  const std::size_t n_parameters = value.parameters.size();
  Lane& low = parameters_[most_parameters];
  Lane& high = parameters_[most_parameters + 1];
  for (std::size_t p = 0; p < n_parameters; ++p) {
    evaluate(value.parameters[p], batch, position, parameters_[p].data());
  }
  if (value.low) evaluate(*value.low, batch, position, low.data());
  if (value.high) evaluate(*value.high, batch, position, high.data());
  DistributionSpec spec = value.spec;
  for (std::size_t i = 0; i < who.n; ++i) {
    for (std::size_t p = 0; p < n_parameters; ++p) spec.parameters[p] = parameters_[p][i];
    if (value.low) spec.low = low[i];
    if (value.high) spec.high = high[i];
    if (!problem_of(spec).empty()) throw BatchFault();
    values[i] = quantile(prepare(spec, Tables::none), {.below = below[i], .above = above[i]});
  }
}

}  // namespace journeylab
