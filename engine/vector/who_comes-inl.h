// Customers come: their keys, and the segments that these decide, without leaving the registers;
// each segment's customers are put side by side. For all_loops-inl.h alone.

#if JOURNEYLAB_PATH_BYTES == 64
// Those at `here` are put to their segments, of which there are n, by the words of their keys.
struct SegmentRows {
  std::array<std::uint64_t*, segments_in_register> key;
  std::array<std::uint32_t*, segments_in_register> place;
  __m512d limit[segments_in_register];  // NOLINT(*-avoid-c-arrays): an array of vectors has no type
  __m512i stream;

  [[gnu::always_inline]] void add(std::size_t n, __m512i keys, __m256i here, __mmask8 inside) {
    const __m512d drawn = _mm512_maskz_cvtepu64_pd(0xFF, mix_eight(_mm512_add_epi64(stream, keys)));
    __mmask8 open = inside;
    for (std::size_t s = 0; s < n; ++s) {
      // The last segment takes the rest, as the last way of a choice.
      __mmask8 takes = open;
      if (s + 1 < n) takes = _mm512_mask_cmp_pd_mask(open, drawn, limit[s], _CMP_LT_OQ);
      open = static_cast<__mmask8>(open & ~takes);
      _mm512_storeu_si512(key[s], _mm512_maskz_compress_epi64(takes, keys));
      store_those(takes, here, place[s]);
      const auto taken = __builtin_popcount(takes);
      key[s] += taken;
      place[s] += taken;
    }
  }
};

template <std::size_t n_segments>
void arrive_in(const Arrivals& arrivals, SegmentRows& all) {
  constexpr std::size_t keys_at_once = 256;
  alignas(64) std::array<std::uint64_t, keys_at_once> some;
  SegmentRows rows = all;  // in registers
  __m256i here = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  for (std::size_t done = 0; done < arrivals.n; done += keys_at_once) {
    const std::size_t n = arrivals.n - done < keys_at_once ? arrivals.n - done : keys_at_once;
    keys(arrivals.seed, arrivals.first + done, n, some.data());
    for (std::size_t i = 0; i < n; i += 8) {
      const auto inside = static_cast<__mmask8>(n - i >= 8 ? 0xFF : (1U << (n - i)) - 1);
      rows.add(n_segments == 0 ? arrivals.n_segments : n_segments,
               _mm512_maskz_loadu_epi64(inside, some.data() + i), here, inside);
      here = _mm256_add_epi32(here, _mm256_set1_epi32(8));
    }
  }
  all = rows;
}

bool arrive(const Arrivals& arrivals, std::uint64_t* key, std::uint32_t* place,
            std::size_t* count) {
  if (arrivals.n_segments > segments_in_register) return false;
  SegmentRows rows;
  rows.stream = _mm512_set1_epi64(static_cast<long long>(arrivals.place));
  for (std::size_t s = 0; s < arrivals.n_segments; ++s) {
    rows.key[s] = key + s * arrivals.stride;
    rows.place[s] = place + s * arrivals.stride;
    rows.limit[s] = _mm512_set1_pd(arrivals.thresholds[s]);
  }
  switch (arrivals.n_segments) {
    case 2:
      arrive_in<2>(arrivals, rows);
      break;
    case 3:
      arrive_in<3>(arrivals, rows);
      break;
    case 4:
      arrive_in<4>(arrivals, rows);
      break;
    default:
      arrive_in<0>(arrivals, rows);
      break;
  }
  for (std::size_t s = 0; s < arrivals.n_segments; ++s) {
    count[s] = static_cast<std::size_t>(rows.place[s] - (place + s * arrivals.stride));
  }
  return true;
}
#else
bool arrive(const Arrivals&, std::uint64_t*, std::uint32_t*, std::size_t*) {
  return false;
}
#endif
