// Operations of formulas, and chances that they give. For all_loops-inl.h alone.

template <Operation operation, bool a_constant, bool b_constant, bool c_constant>
[[gnu::flatten]] void apply_along(const double* a, const double* b, const double* c, std::size_t n,
                                  double* out) {
  // `out` is an operand or apart from it, place by place: no pass depends on another.
  JOURNEYLAB_INDEPENDENT
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = apply<operation>(a[a_constant ? 0 : i], b[b_constant ? 0 : i], c[c_constant ? 0 : i]);
  }
}

template <Operation operation>
void apply_to(const Numbers& a, const Numbers& b, const Numbers& c, std::size_t n, double* out) {
  constexpr bool takes_three = operation == Operation::clamp || operation == Operation::choose;
  const auto with = [&]<bool a_constant, bool b_constant, bool c_constant>() {
    apply_along<operation, a_constant, b_constant, c_constant>(a.values, b.values, c.values, n,
                                                               out);
  };
  const auto with_c = [&]<bool a_constant, bool b_constant>() {
    if (takes_three && !c.is_constant) {
      with.template operator()<a_constant, b_constant, false>();
    } else {
      with.template operator()<a_constant, b_constant, true>();
    }
  };
  if (a.is_constant && b.is_constant) return with_c.template operator()<true, true>();
  if (a.is_constant) return with_c.template operator()<true, false>();
  if (b.is_constant) return with_c.template operator()<false, true>();
  with_c.template operator()<false, false>();
}

void apply_operation(Operation operation, const Numbers& a, const Numbers& b, const Numbers& c,
                     std::size_t n, double* out) {
  with_operation(operation, [&]<Operation known>() { apply_to<known>(a, b, c, n, out); });
}

// What each customer's stated chances leave, and whether they are chances at all.
bool add_up(const double* chances, std::size_t stride, std::size_t n_ways, std::size_t rest,
            std::size_t n, double* __restrict left) {
  std::uint64_t bad = 0;
  for (std::size_t i = 0; i < n; ++i) left[i] = 0.0;
  for (std::size_t w = 0; w < n_ways; ++w) {
    if (w == rest) continue;
    const double* __restrict chance = chances + w * stride;
    for (std::size_t i = 0; i < n; ++i) {
      bad |= chance[i] >= 0.0 && chance[i] <= 1.0 ? 0U : 1U;
      left[i] += chance[i];
    }
  }
  const double least = rest < n_ways ? 0.0 : 1.0 - chance_tolerance;
  for (std::size_t i = 0; i < n; ++i) {
    bad |= left[i] <= 1.0 + chance_tolerance && left[i] >= least ? 0U : 1U;
    left[i] = rest < n_ways && left[i] < 1.0 ? 1.0 - left[i] : 0.0;
  }
  return bad == 0;
}

// One way with a chance, and one that takes the rest: nothing adds up.
bool thresholds_of_one(double* chances, double* rests, std::size_t n) {
  std::uint64_t bad = 0;
  JOURNEYLAB_INDEPENDENT
  for (std::size_t i = 0; i < n; ++i) {
    const double chance = chances[i];
    bad |= chance >= 0.0 && chance <= 1.0 ? 0U : 1U;
    chances[i] = threshold_of(chance);
    rests[i] = never;
  }
  return bad == 0;
}

bool accumulate_chances(double* chances, std::size_t stride, std::size_t n_ways, std::size_t rest,
                        std::size_t n) {
  if (n_ways == 2 && rest == 1) return thresholds_of_one(chances, chances + stride, n);
  alignas(64) std::array<double, draws_at_once> left;
  for (std::size_t first = 0; first < n; first += draws_at_once) {
    const std::size_t count = n - first < draws_at_once ? n - first : draws_at_once;
    if (!add_up(chances + first, stride, n_ways, rest, count, left.data())) return false;
    if (rest < n_ways) std::memcpy(chances + rest * stride + first, left.data(), count * 8);
    alignas(64) std::array<double, draws_at_once> later{};  // the chances of the ways after one
    for (std::size_t w = n_ways; w-- > 0;) {
      // From the last way with a chance on, the threshold is "always"; the sums come after.
      double* __restrict chance = chances + w * stride + first;
      for (std::size_t i = 0; i < count; ++i) {
        const double own = chance[i];
        chance[i] = later[i] > 0.0 ? own : never;
        later[i] += own;
      }
    }
    alignas(64) std::array<double, draws_at_once> sum{};
    for (std::size_t w = 0; w < n_ways; ++w) {
      double* __restrict chance = chances + w * stride + first;
      for (std::size_t i = 0; i < count; ++i) {
        sum[i] += chance[i];
        chance[i] = threshold_of(sum[i]);
      }
    }
  }
  return true;
}
