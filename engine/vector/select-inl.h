// Those of a list that bear a tag, side by side: what no compiler makes of a loop. AVX-512 has an
// instruction for it; AVX2 and SSE4 shuffle by a table of the 256 (16) cases. For all_loops-inl.h
// alone.

#if JOURNEYLAB_PATH_BYTES == 64
std::size_t select(const std::uint32_t* tags, std::uint32_t tag, std::size_t n,
                   const std::uint32_t* from, std::uint32_t* to) {
  const __m512i wanted = _mm512_set1_epi32(static_cast<int>(tag));
  std::size_t count = 0;
  for (std::size_t i = 0; i < n; i += 16) {
    const auto inside = static_cast<__mmask16>(n - i >= 16 ? 0xFFFF : (1U << (n - i)) - 1);
    const __m512i here = _mm512_maskz_loadu_epi32(inside, tags + i);
    const __mmask16 taken = _mm512_mask_cmpeq_epi32_mask(inside, here, wanted);
    const __m512i values = _mm512_maskz_loadu_epi32(inside, from + i);
    // In the register and stored whole: the form that compresses into memory is slow on some.
    _mm512_storeu_si512(to + count, _mm512_maskz_compress_epi32(taken, values));
    count += static_cast<std::size_t>(__builtin_popcount(taken));
  }
  return count;
}

std::size_t select_between(const double* values, double low, double high, std::size_t n,
                           std::uint32_t* places) {
  const __m512d least = _mm512_set1_pd(low);
  const __m512d most = _mm512_set1_pd(high);
  __m256i here = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  std::size_t count = 0;
  for (std::size_t i = 0; i < n; i += 8) {
    const auto inside = static_cast<__mmask8>(n - i >= 8 ? 0xFF : (1U << (n - i)) - 1);
    const __m512d some = _mm512_maskz_loadu_pd(inside, values + i);
    const __mmask8 not_above = _mm512_mask_cmp_pd_mask(inside, some, most, _CMP_LE_OQ);
    const __mmask8 taken = _mm512_mask_cmp_pd_mask(not_above, some, least, _CMP_GE_OQ);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(places + count),
                        _mm256_maskz_compress_epi32(taken, here));
    count += static_cast<std::size_t>(__builtin_popcount(taken));
    here = _mm256_add_epi32(here, _mm256_set1_epi32(8));
  }
  return count;
}
#else
std::size_t select_between_one_by_one(const double* values, double low, double high,
                                      std::size_t first, std::size_t n, std::uint32_t* places,
                                      std::size_t count) {
  for (std::size_t i = first; i < n; ++i) {
    places[count] = static_cast<std::uint32_t>(i);
    count += values[i] >= low && values[i] <= high ? 1 : 0;
  }
  return count;
}

std::size_t select_one_by_one(const std::uint32_t* tags, std::uint32_t tag, std::size_t first,
                              std::size_t n, const std::uint32_t* from, std::uint32_t* to,
                              std::size_t count) {
  for (std::size_t i = first; i < n; ++i) {
    to[count] = from[i];
    count += tags[i] == tag ? 1 : 0;
  }
  return count;
}

#if JOURNEYLAB_PATH_BYTES == 32
// Row m: the numbers of the bits that are set in m, then anything.
constexpr std::array<std::array<std::uint32_t, 8>, 256> selection_table() {
  std::array<std::array<std::uint32_t, 8>, 256> table{};
  for (std::uint32_t mask = 0; mask < 256; ++mask) {
    std::size_t n = 0;
    for (std::uint32_t bit = 0; bit < 8; ++bit) {
      if ((mask >> bit & 1) != 0) table[mask][n++] = bit;
    }
  }
  return table;
}
alignas(64) constexpr std::array<std::array<std::uint32_t, 8>, 256> selections = selection_table();

std::size_t select(const std::uint32_t* tags, std::uint32_t tag, std::size_t n,
                   const std::uint32_t* from, std::uint32_t* to) {
  const __m256i wanted = _mm256_set1_epi32(static_cast<int>(tag));
  std::size_t count = 0;
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const __m256i here = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(tags + i));
    const __m256i equal = _mm256_cmpeq_epi32(here, wanted);
    const auto taken = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(equal)));
    const __m256i values = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + i));
    const __m256i order =
        _mm256_load_si256(reinterpret_cast<const __m256i*>(selections[taken].data()));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + count),
                        _mm256_permutevar8x32_epi32(values, order));
    count += static_cast<std::size_t>(__builtin_popcount(taken));
  }
  return select_one_by_one(tags, tag, i, n, from, to, count);
}

// The numbers of a vector's eight customers whose bits are set, side by side.
inline __m256i selected_by(unsigned taken, __m256i values) {
  return _mm256_permutevar8x32_epi32(
      values, _mm256_load_si256(reinterpret_cast<const __m256i*>(selections[taken].data())));
}

std::size_t select_between(const double* values, double low, double high, std::size_t n,
                           std::uint32_t* places) {
  const __m256d least = _mm256_set1_pd(low);
  const __m256d most = _mm256_set1_pd(high);
  const auto between = [&](const double* some) {
    const __m256d four = _mm256_loadu_pd(some);
    return static_cast<unsigned>(_mm256_movemask_pd(_mm256_and_pd(
        _mm256_cmp_pd(four, least, _CMP_GE_OQ), _mm256_cmp_pd(four, most, _CMP_LE_OQ))));
  };
  __m256i here = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  std::size_t count = 0;
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    const unsigned taken = between(values + i) | between(values + i + 4) << 4;
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(places + count), selected_by(taken, here));
    count += static_cast<std::size_t>(__builtin_popcount(taken));
    here = _mm256_add_epi32(here, _mm256_set1_epi32(8));
  }
  return select_between_one_by_one(values, low, high, i, n, places, count);
}
#elif defined(__SSE4_2__)
// Row m: the bytes of the four-byte words whose bits are set in m, then anything.
constexpr std::array<std::array<std::uint8_t, 16>, 16> selection_table() {
  std::array<std::array<std::uint8_t, 16>, 16> table{};
  for (std::size_t mask = 0; mask < 16; ++mask) {
    std::size_t n = 0;
    for (std::size_t bit = 0; bit < 4; ++bit) {
      if ((mask >> bit & 1) == 0) continue;
      for (std::size_t byte = 0; byte < 4; ++byte) {
        table[mask][n++] = static_cast<std::uint8_t>(4 * bit + byte);
      }
    }
  }
  return table;
}
alignas(64) constexpr std::array<std::array<std::uint8_t, 16>, 16> selections = selection_table();

std::size_t select(const std::uint32_t* tags, std::uint32_t tag, std::size_t n,
                   const std::uint32_t* from, std::uint32_t* to) {
  const __m128i wanted = _mm_set1_epi32(static_cast<int>(tag));
  std::size_t count = 0;
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const __m128i here = _mm_loadu_si128(reinterpret_cast<const __m128i*>(tags + i));
    const __m128i equal = _mm_cmpeq_epi32(here, wanted);
    const auto taken = static_cast<unsigned>(_mm_movemask_ps(_mm_castsi128_ps(equal)));
    const __m128i values = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from + i));
    const __m128i order =
        _mm_load_si128(reinterpret_cast<const __m128i*>(selections[taken].data()));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(to + count), _mm_shuffle_epi8(values, order));
    count += static_cast<std::size_t>(__builtin_popcount(taken));
  }
  return select_one_by_one(tags, tag, i, n, from, to, count);
}

std::size_t select_between(const double* values, double low, double high, std::size_t n,
                           std::uint32_t* places) {
  const __m128d least = _mm_set1_pd(low);
  const __m128d most = _mm_set1_pd(high);
  const auto between = [&](const double* some) {
    const __m128d two = _mm_loadu_pd(some);
    return static_cast<unsigned>(
        _mm_movemask_pd(_mm_and_pd(_mm_cmpge_pd(two, least), _mm_cmple_pd(two, most))));
  };
  __m128i here = _mm_setr_epi32(0, 1, 2, 3);
  std::size_t count = 0;
  std::size_t i = 0;
  for (; i + 4 <= n; i += 4) {
    const unsigned taken = between(values + i) | between(values + i + 2) << 2;
    const __m128i order =
        _mm_load_si128(reinterpret_cast<const __m128i*>(selections[taken].data()));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(places + count), _mm_shuffle_epi8(here, order));
    count += static_cast<std::size_t>(__builtin_popcount(taken));
    here = _mm_add_epi32(here, _mm_set1_epi32(4));
  }
  return select_between_one_by_one(values, low, high, i, n, places, count);
}
#else
std::size_t select_between(const double* values, double low, double high, std::size_t n,
                           std::uint32_t* places) {
  return select_between_one_by_one(values, low, high, 0, n, places, 0);
}

std::size_t select(const std::uint32_t* tags, std::uint32_t tag, std::size_t n,
                   const std::uint32_t* from, std::uint32_t* to) {
  return select_one_by_one(tags, tag, 0, n, from, to, 0);
}
#endif
#endif
