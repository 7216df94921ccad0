#include "cohort/sample.h"

namespace journeylab {

const double* values_of(const VectorLoops& loops, const double* column, Members members,
                        AlignedColumn<double>& room) {
  if (members.empty()) return column;
  if (members.back() - members.front() == members.size() - 1) return column + members.front();
  loops.gather(column, {.position = members.data(), .visit = nullptr, .n = members.size()},
               room.data());
  return room.data();
}

void Sample::take_sum(const VectorLoops& loops, const AlignedColumn<double>& column,
                      Members members) {
  n_ = members.size();
  values_ = values_of(loops, column.data(), members, room_);
  sum_ = loops.sum(values_, n_);
}

void Sample::take(const VectorLoops& loops, const AlignedColumn<double>& column, Members members) {
  take_sum(loops, column, members);
  mean_ = n_ == 0 ? 0.0 : sum_ / static_cast<double>(n_);
  square_ = loops.sum_products(values_, mean_, values_, mean_, n_);
}

Comoments comoments_of(const VectorLoops& loops, std::span<const Sample* const> variables) {
  Comoments moments;
  moments.variables = variables.size();
  moments.n = variables.front()->values().size();
  if (moments.n == 0) return moments;
  for (std::size_t v = 0; v < variables.size(); ++v) {
    const Sample& x = *variables[v];
    moments.mean[v] = x.mean();
    moments.products[v][v] = x.square();
    for (std::size_t w = v + 1; w < variables.size(); ++w) {
      const Sample& y = *variables[w];
      moments.products[v][w] =
          loops.sum_products(x.values().data(), x.mean(), y.values().data(), y.mean(), moments.n);
    }
  }
  return moments;
}

}  // namespace journeylab
