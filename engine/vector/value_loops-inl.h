// From keys to drawn values in one go, a buffer at a time. Buffers are filled up to whole vectors
// with draws of nobody, so that no loop has a tail of single numbers. For all_loops-inl.h alone.

constexpr std::size_t widest = 8;  // numbers in a vector
constexpr std::size_t whole_vectors(std::size_t n) {
  return (n + widest - 1) / widest * widest;
}

// Words of n customers from number `first` of a list on, and some more up to whole vectors.
void whole_words(const std::uint64_t* key, std::uint64_t place, const Who& who, std::size_t first,
                 std::size_t n, std::uint64_t* word) {
#if JOURNEYLAB_PATH_BYTES == 64
  const __m512i moved = _mm512_set1_epi64(static_cast<long long>(moved_place(place, who)));
  for (std::size_t i = 0; i < n; i += 8) {
    const auto inside = static_cast<__mmask8>(n - i >= 8 ? 0xFF : (1U << (n - i)) - 1);
    const std::uint32_t* position = who.position + first + i;
    __m512i sum = moved;
    if (who.visit != nullptr) {
      const __m256i visit = _mm256_maskz_loadu_epi32(inside, who.visit + first + i);
      sum =
          _mm512_add_epi64(sum, multiplied(_mm512_maskz_cvtepu32_epi64(0xFF, visit), visit_stride));
    }
    const __m512i keys =
        who.is_run
            ? _mm512_maskz_loadu_epi64(inside, key + who.position[0] + first + i)
            : _mm512_mask_i32gather_epi64(_mm512_setzero_si512(), inside,
                                          _mm256_maskz_loadu_epi32(inside, position), key, 8);
    _mm512_store_si512(word + i, mix_eight(_mm512_add_epi64(sum, keys)));
  }
#else
  words(key, place, who, first, n, word);
  for (std::size_t i = n; i < whole_vectors(n); ++i) word[i] = 0;
#endif
}

struct alignas(64) WordBuffer : std::array<std::uint64_t, draws_at_once> {};

// Those of n, a number of whole vectors, who lie outside of the centre: their places and tails, up
// to whole vectors; returns how many.
inline std::size_t select_outer(const double* below, const double* above, std::size_t n,
                                std::uint32_t* where, double* tails) {
  namespace as241 = elementary::as241;
  std::size_t count = 0;
#if JOURNEYLAB_PATH_BYTES == 64
  const __m512d least = _mm512_set1_pd(0.5 - as241::central_half_width);
  __m256i here = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  for (std::size_t i = 0; i < n; i += 8) {
    const __m512d tail =
        _mm512_maskz_min_pd(0xFF, _mm512_load_pd(below + i), _mm512_load_pd(above + i));
    const __mmask8 is_outer = _mm512_cmp_pd_mask(tail, least, _CMP_LT_OQ);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(where + count),
                        _mm256_maskz_compress_epi32(is_outer, here));
    _mm512_storeu_pd(tails + count, _mm512_maskz_compress_pd(is_outer, tail));
    count += static_cast<std::size_t>(__builtin_popcount(is_outer));
    here = _mm256_add_epi32(here, _mm256_set1_epi32(8));
  }
#else
  for (std::size_t i = 0; i < n; ++i) {
    const double tail = below[i] < above[i] ? below[i] : above[i];
    where[count] = static_cast<std::uint32_t>(i);
    tails[count] = tail;
    count += as241::is_central(tail) ? 0 : 1;
  }
#endif
  for (std::size_t i = count; i < whole_vectors(count); ++i) tails[i] = 0.01;
  return count;
}

// As elementary::normal_quantiles, of whole vectors.
inline void whole_normal_quantiles(const double* below, const double* above, double* out,
                                   std::size_t n) {
  namespace as241 = elementary::as241;
  for (std::size_t i = 0; i < n; ++i) {
    out[i] = as241::central_quantile(0.5 * (below[i] - above[i]));
  }
  alignas(64) std::array<std::uint32_t, draws_at_once + widest> where;
  alignas(64) std::array<double, draws_at_once + widest> tails;
  alignas(64) std::array<double, draws_at_once + widest> outer;
  const std::size_t n_outer = select_outer(below, above, n, where.data(), tails.data());
  std::int64_t smallest = std::bit_cast<std::int64_t>(0.5);  // in the order of tails
  for (std::size_t i = 0; i < whole_vectors(n_outer); ++i) {
    const auto bits = std::bit_cast<std::int64_t>(tails[i]);
    smallest = bits < smallest ? bits : smallest;
    const double root = std::sqrt(-elementary::log(tails[i]));
    outer[i] = as241::middle_quantile(root);
    tails[i] = root;
  }
  for (std::size_t i = 0; i < n_outer; ++i) {
    const std::size_t at = where[i];
    out[at] = below[at] < above[at] ? -outer[i] : outer[i];
  }
  if (smallest > std::bit_cast<std::int64_t>(1e-10)) return;  // nobody's root is above 5
  for (std::size_t i = 0; i < n_outer; ++i) {
    if (!(tails[i] > 5.0)) continue;
    const double far = as241::far_quantile(tails[i]);
    const std::size_t at = where[i];
    out[at] = below[at] < above[at] ? -far : far;
  }
}

// Values of words in whole vectors.
template <class Draw>
void values_of_words(const Draw& draw, const std::uint64_t* word, std::size_t n, double* out) {
  if constexpr (DrawFromNormal<Draw>) {
    DrawBuffer below;
    DrawBuffer above;
    DrawBuffer z;
    for (std::size_t i = 0; i < n; ++i) {
      const Probability u = probability_of(uniform_bits_of(word[i]));
      below[i] = u.below;
      above[i] = u.above;
    }
    whole_normal_quantiles(below.data(), above.data(), z.data(), n);
    for (std::size_t i = 0; i < n; ++i) out[i] = draw.from_normal(z[i]);
  } else {
    for (std::size_t i = 0; i < n; ++i) {
      const Probability u = probability_of(uniform_bits_of(word[i]));
      out[i] = draw(u.below, u.above);
    }
  }
}

[[gnu::flatten]] void draw_values(const PreparedDistribution& distribution,
                                  const std::uint64_t* key, std::uint64_t place, const Who& who,
                                  double* values) {
  static_assert(draw_chunk_size == draws_at_once);
  WordBuffer word;
  DrawBuffer out;
  const auto in_buffers = [&](const auto& values_of) {
    for (std::size_t first = 0; first < who.n; first += draws_at_once) {
      const std::size_t n = who.n - first < draws_at_once ? who.n - first : draws_at_once;
      whole_words(key, place, who, first, n, word.data());
      values_of(whole_vectors(n));
      std::memcpy(values + first, out.data(), n * sizeof(double));
    }
  };
  if (!distribution.truncated) {
    with_draw<Complement::exact>(distribution, [&](const auto& draw) {
      in_buffers([&](std::size_t n) { values_of_words(draw, word.data(), n, out.data()); });
    });
    return;
  }
  const Truncation truncation = truncation_of(distribution);
  with_draw<Complement::rounded>(distribution, [&](const auto& draw) {
    in_buffers([&](std::size_t n) {
      DrawBuffer below;
      DrawBuffer above;
      for (std::size_t i = 0; i < n; ++i) {
        const Probability u = probability_of(uniform_bits_of(word[i]));
        below[i] = u.below;
        above[i] = u.above;
      }
      draw_truncated_chunk(truncation, draw, below.data(), above.data(), out.data(), n);
    });
  });
}
