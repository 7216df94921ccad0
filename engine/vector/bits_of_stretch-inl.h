// Customers by the bits of a stretch of positions, eight at a time under a mask: for the path that
// has masks. For all_loops-inl.h alone.

#if JOURNEYLAB_PATH_BYTES == 64
// Below this share of a stretch, one position after the other is faster.
constexpr std::size_t least_share = 4;

inline bool is_dense(const Who& who) {
  return who.stretch.bits != nullptr && who.n * least_share >= who.stretch.n;
}

// Calls one(mask, position of the first of eight) over a stretch.
template <typename One>
[[gnu::always_inline]] inline void over_stretch(const Stretch& stretch, One&& one) {
  const std::uint8_t* bits = stretch.bits;
  const std::size_t first = stretch.first;
  const std::size_t n = stretch.n;
  for (std::size_t i = 0; i < n; i += 8) one(static_cast<__mmask8>(bits[i / 8]), first + i);
}

// Replaces column[p] by change(column[p]) for those of a stretch.
template <typename Change>
[[gnu::always_inline]] inline void change_in_stretch(double* column, const Stretch& stretch,
                                                     Change&& change) {
  over_stretch(stretch, [=](__mmask8 who, std::size_t at) {
    _mm512_mask_storeu_pd(column + at, who, change(_mm512_maskz_loadu_pd(who, column + at)));
  });
}

bool sort_positions(std::uint32_t* position, std::size_t n, std::size_t limit, std::uint8_t* bits) {
  alignas(64) std::array<std::uint8_t, most_positions> is_there;
  const std::size_t whole = (limit + 63) / 64 * 64;
  std::memset(is_there.data(), 0, whole);
  for (std::size_t i = 0; i < n; ++i) is_there[position[i]] = 1;
  const __m512i sixteen = _mm512_set1_epi32(16);
  __m512i here = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  std::size_t count = 0;
  for (std::size_t i = 0; i < whole; i += 64) {
    const __m512i flags = _mm512_load_si512(is_there.data() + i);
    const std::uint64_t taken = _mm512_test_epi8_mask(flags, flags);
    std::memcpy(bits + i / 8, &taken, sizeof taken);
    for (unsigned part = 0; part < 64; part += 16) {
      const auto some = static_cast<__mmask16>(taken >> part);
      _mm512_storeu_si512(position + count, _mm512_maskz_compress_epi32(some, here));
      count += static_cast<std::size_t>(__builtin_popcount(some));
      here = _mm512_add_epi32(here, sixteen);
    }
  }
  return true;
}
#else
bool sort_positions(std::uint32_t*, std::size_t, std::size_t, std::uint8_t*) {
  return false;
}
#endif
