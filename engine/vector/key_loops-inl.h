// Keys of customers: Philox in lanes of 64 bits, each word of the counter in a lane of its own.
// For all_loops-inl.h alone.

#if defined(__x86_64__)
using WordLanes [[gnu::vector_size(JOURNEYLAB_PATH_BYTES)]] = std::uint64_t;
constexpr std::size_t n_word_lanes = JOURNEYLAB_PATH_BYTES / sizeof(std::uint64_t);

// The product of the low halves; what stands in the high ones is not looked at.
inline WordLanes multiply_low_halves(WordLanes a, std::uint32_t factor) {
  const WordLanes b = WordLanes{} + factor;
#if JOURNEYLAB_PATH_BYTES == 64
  return reinterpret_cast<WordLanes>(
      _mm512_maskz_mul_epu32(0xFF, reinterpret_cast<__m512i>(a), reinterpret_cast<__m512i>(b)));
#elif JOURNEYLAB_PATH_BYTES == 32
  return reinterpret_cast<WordLanes>(
      _mm256_mul_epu32(reinterpret_cast<__m256i>(a), reinterpret_cast<__m256i>(b)));
#else
  return reinterpret_cast<WordLanes>(
      _mm_mul_epu32(reinterpret_cast<__m128i>(a), reinterpret_cast<__m128i>(b)));
#endif
}

// The keys of a lane's pair of customers: the two halves of Philox's block at the pair's number.
struct PairKeys {
  WordLanes even;
  WordLanes odd;
};

inline PairKeys pair_keys(std::uint64_t seed, WordLanes pair) {
  WordLanes word_0 = pair;
  WordLanes word_1 = pair >> 32;
  WordLanes word_2 = WordLanes{} + key_counter_2;
  WordLanes word_3 = WordLanes{} + key_counter_3;
  auto key_0 = static_cast<std::uint32_t>(seed);
  auto key_1 = static_cast<std::uint32_t>(seed >> 32);
  for (int round = 0; round < philox::rounds; ++round) {
    const WordLanes product_0 = multiply_low_halves(word_0, philox::multiplier_0);
    const WordLanes product_1 = multiply_low_halves(word_2, philox::multiplier_1);
    word_0 = product_1 >> 32 ^ word_1 ^ (WordLanes{} + key_0);
    word_1 = product_1;
    word_2 = product_0 >> 32 ^ word_3 ^ (WordLanes{} + key_1);
    word_3 = product_0;
    key_0 += philox::weyl_0;
    key_1 += philox::weyl_1;
  }
  constexpr std::uint64_t low_half = 0xFFFFFFFF;
  return {.even = word_1 << 32 | (word_0 & low_half), .odd = word_3 << 32 | (word_2 & low_half)};
}

void keys(std::uint64_t seed, std::uint64_t first, std::size_t n, std::uint64_t* key) {
  constexpr std::size_t pairs_at_once = 64;
  alignas(64) std::array<std::uint64_t, pairs_at_once> even;
  alignas(64) std::array<std::uint64_t, pairs_at_once> odd;
  WordLanes lane{};
  for (std::size_t i = 0; i < n_word_lanes; ++i) lane[i] = i;
  std::size_t done = 0;
  if (n > 0 && first % 2 == 1) key[done++] = customer_key(seed, first);
#if JOURNEYLAB_PATH_BYTES == 64
  const __m512i first_half = _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11);
  const __m512i second_half = _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15);
  for (; n - done >= 2 * n_word_lanes; done += 2 * n_word_lanes) {
    const PairKeys drawn = pair_keys(seed, lane + ((first + done) >> 1));
    const auto evens = reinterpret_cast<__m512i>(drawn.even);
    const auto odds = reinterpret_cast<__m512i>(drawn.odd);
    _mm512_storeu_si512(key + done, _mm512_permutex2var_epi64(evens, first_half, odds));
    _mm512_storeu_si512(key + done + n_word_lanes,
                        _mm512_permutex2var_epi64(evens, second_half, odds));
  }
#endif
  while (done < n) {
    const std::size_t n_pairs = (n - done) / 2 < pairs_at_once ? (n - done) / 2 : pairs_at_once;
    for (std::size_t i = 0; i < n_pairs; i += n_word_lanes) {
      const PairKeys drawn = pair_keys(seed, lane + (((first + done) >> 1) + i));
      std::memcpy(even.data() + i, &drawn.even, sizeof drawn.even);
      std::memcpy(odd.data() + i, &drawn.odd, sizeof drawn.odd);
    }
    for (std::size_t i = 0; i < n_pairs; ++i) {
      key[done + 2 * i] = even[i];
      key[done + 2 * i + 1] = odd[i];
    }
    done += 2 * n_pairs;
    if (n - done == 1) {
      key[done] = customer_key(seed, first + done);
      ++done;
    }
  }
}
#else
void keys(std::uint64_t seed, std::uint64_t first, std::size_t n, std::uint64_t* key) {
  for (std::size_t i = 0; i < n; ++i) key[i] = customer_key(seed, first + i);
}
#endif
