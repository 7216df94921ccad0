// Sums whose bits are everybody's: in fixed point, or in eight lanes whatever the machine's vectors
// are. For all_loops-inl.h alone.

// The eight lanes in as many vectors as the path needs for them.
using Piece [[gnu::vector_size(JOURNEYLAB_PATH_BYTES)]] = double;
constexpr std::size_t piece_lanes = JOURNEYLAB_PATH_BYTES / sizeof(double);
constexpr std::size_t n_pieces = 8 / piece_lanes;

struct EightLanes {
  std::array<Piece, n_pieces> piece{};

  /// Adds a term to a lane.
  void add(std::size_t lane, double term) { piece[lane / piece_lanes][lane % piece_lanes] += term; }
  [[nodiscard]] double total() const {
    std::array<double, 8> lanes;
    std::memcpy(lanes.data(), piece.data(), sizeof lanes);
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) +
           ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
  }
};

double sum(const double* x, std::size_t n) {
  EightLanes lanes;
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
#pragma GCC unroll 4
    for (std::size_t p = 0; p < n_pieces; ++p) {
      Piece terms;
      std::memcpy(&terms, x + i + p * piece_lanes, sizeof terms);
      lanes.piece[p] += terms;
    }
  }
  for (; i < n; ++i) lanes.add(i % 8, x[i]);
  return lanes.total();
}

double sum_products(const double* x, double mean_x, const double* y, double mean_y, std::size_t n) {
  EightLanes lanes;
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
#pragma GCC unroll 4
    for (std::size_t p = 0; p < n_pieces; ++p) {
      Piece from_x;
      Piece from_y;
      std::memcpy(&from_x, x + i + p * piece_lanes, sizeof from_x);
      std::memcpy(&from_y, y + i + p * piece_lanes, sizeof from_y);
      lanes.piece[p] += (from_x - mean_x) * (from_y - mean_y);
    }
  }
  for (; i < n; ++i) lanes.add(i % 8, (x[i] - mean_x) * (y[i] - mean_y));
  return lanes.total();
}

double largest(const double* values, std::size_t n) {
  // Sizes are in the order of their bits, and what is no number comes after infinity.
  constexpr std::int64_t without_sign = 0x7FFFFFFFFFFFFFFF;
  std::int64_t most = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const std::int64_t size = std::bit_cast<std::int64_t>(values[i]) & without_sign;
    most = size > most ? size : most;
  }
  return std::bit_cast<double>(most);
}

FixedSum sum_fixed(const double* amounts, std::size_t n) {
  // Below 2^51 in size the bits of 1.5 * 2^52 + x are those of 1.5 * 2^52 and x, rounded to a whole
  // number.
  constexpr double high_scale = 1048576.0;             // 2^20
  constexpr double low_scale = 1152921504606846976.0;  // 2^60
  constexpr double shift = 0x1.8p52;
  const double* __restrict amount = amounts;
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double shifted = amount[i] * high_scale + shift;
    const double rest = (amount[i] - (shifted - shift) / high_scale) * low_scale;
    high += std::bit_cast<std::uint64_t>(shifted);
    low += std::bit_cast<std::uint64_t>(rest + shift);
  }
  const std::uint64_t zero = n * std::bit_cast<std::uint64_t>(shift);
  return {.high = static_cast<std::int64_t>(high - zero),
          .low = static_cast<std::int64_t>(low - zero)};
}

// Where borders lie about evenly, a few comparisons about where a value should be tell between
// which two it lies; the others are looked for.
void count_borders(const double* borders, std::size_t n_borders, double borders_per_unit,
                   const double* values, std::size_t n, double* number) {
  constexpr std::int32_t looked_at = 4;
  const auto last = static_cast<double>(n_borders - looked_at);
  std::uint64_t missed = 0;
#if JOURNEYLAB_PATH_BYTES == 64
  const __m512d zero = _mm512_setzero_pd();
  const __m512d one = _mm512_set1_pd(1.0);
  for (std::size_t i = 0; i < n; i += 8) {
    const auto inside = static_cast<__mmask8>(n - i >= 8 ? 0xFF : (1U << (n - i)) - 1);
    const __m512d value = _mm512_maskz_loadu_pd(inside, values + i);
    const __m512d guess =
        _mm512_sub_pd(_mm512_mul_pd(value, _mm512_set1_pd(borders_per_unit)), one);
    const __m512d held =
        _mm512_maskz_min_pd(0xFF, _mm512_maskz_max_pd(0xFF, guess, zero), _mm512_set1_pd(last));
    const __m256i begin = _mm512_maskz_cvttpd_epi32(0xFF, held);
    __m512d count = _mm512_maskz_cvtepi32_pd(0xFF, begin);
    std::array<__mmask8, looked_at> is_below;
    for (std::int32_t k = 0; k < looked_at; ++k) {
      const __m512d border =
          _mm512_mask_i32gather_pd(zero, inside, begin, borders + k, sizeof(double));
      is_below[k] = _mm512_mask_cmp_pd_mask(inside, border, value, _CMP_LT_OQ);
      count = _mm512_mask_add_pd(count, is_below[k], count, one);
    }
    const __mmask8 at_first = _mm256_cmpeq_epi32_mask(begin, _mm256_setzero_si256());
    const auto is_sure = static_cast<__mmask8>((is_below[0] | at_first) & ~is_below[3]);
    _mm512_mask_storeu_pd(number + i, inside,
                          _mm512_mask_blend_pd(is_sure, _mm512_set1_pd(-1.0), count));
    missed |= static_cast<std::uint64_t>(inside & ~is_sure);
  }
#else
  for (std::size_t i = 0; i < n; ++i) {
    const double guess = values[i] * borders_per_unit - 1.0;
    const double above_first = guess > 0.0 ? guess : 0.0;
    const auto begin = static_cast<std::int32_t>(above_first < last ? above_first : last);
    std::int32_t passed = 0;
    for (std::int32_t k = 0; k < looked_at; ++k) passed += borders[begin + k] < values[i] ? 1 : 0;
    const bool is_sure = (passed > 0 || begin == 0) && passed < looked_at;
    number[i] = is_sure ? begin + passed : -1.0;
    missed |= is_sure ? 0U : 1U;
  }
#endif
  if (missed == 0) return;
  for (std::size_t i = 0; i < n; ++i) {
    if (number[i] >= 0.0) continue;
    std::size_t below = 0;
    while (below < n_borders && borders[below] < values[i]) ++below;
    number[i] = static_cast<double>(below);
  }
}

std::size_t count_at_most(const double* values, double limit, std::size_t n) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < n; ++i) count += values[i] <= limit ? 1U : 0U;
  return count;
}

std::size_t count_different(const double* a, const double* b, std::size_t n) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < n; ++i) count += a[i] != b[i] ? 1U : 0U;
  return count;
}
