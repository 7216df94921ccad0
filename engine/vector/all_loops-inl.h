// All loops of one path, in its namespace; included by the file of each path after target.h.
// JOURNEYLAB_PATH is its name, JOURNEYLAB_PATH_BYTES the width of its vectors.
namespace journeylab::JOURNEYLAB_PATH {
namespace {

// A file uses those before it.
#include "vector/bits_of_stretch-inl.h"
#include "vector/choice_registers-inl.h"
#include "vector/column_loops-inl.h"
#include "vector/draw_loops-inl.h"
#include "vector/formula_loops-inl.h"
#include "vector/key_loops-inl.h"
#include "vector/select-inl.h"
#include "vector/sum_loops-inl.h"
#include "vector/two_ways-inl.h"
#include "vector/value_loops-inl.h"
#include "vector/who_comes-inl.h"

}  // namespace

extern const VectorLoops loops;
const VectorLoops loops = {.path = VectorPath::JOURNEYLAB_PATH,
                           .keys = keys,
                           .arrive = arrive,
                           .choose = choose,
                           .choose_computed = choose_computed,
                           .divide = divide,
                           .uniforms = uniforms,
                           .draw = draw_values,
                           .quantiles = quantiles_of,
                           .apply = apply_operation,
                           .accumulate_chances = accumulate_chances,
                           .fill = fill,
                           .gather = gather,
                           .gather_keys = gather_keys,
                           .scatter = scatter,
                           .scatter_add = scatter_add,
                           .add_constant = add_constant,
                           .set_constant = set_constant,
                           .count_visits = count_visits,
                           .set_earliest = set_earliest,
                           .gather_table = gather_table,
                           .select = select,
                           .select_between = select_between,
                           .sort_positions = sort_positions,
                           .spans_to_ticks = spans_to_ticks,
                           .advance = advance,
                           .advance_in_place = advance_in_place,
                           .start_clocks = start_clocks,
                           .sum_of_clocks = sum_of_clocks,
                           .largest = largest,
                           .sum_fixed = sum_fixed,
                           .count_at_most = count_at_most,
                           .count_different = count_different,
                           .count_borders = count_borders,
                           .sum = sum,
                           .sum_products = sum_products};

}  // namespace journeylab::JOURNEYLAB_PATH
