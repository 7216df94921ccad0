// The division of customers between two ways, by far the most frequent step of a journey. For
// all_loops-inl.h alone.

#if JOURNEYLAB_PATH_BYTES == 64
// In the register and stored whole: the form that compresses into memory is slow on some.
inline void store_those(__mmask8 who, __m256i values, std::uint32_t* to) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_maskz_compress_epi32(who, values));
}

// Word, comparison and division of eight customers stay in registers.
std::size_t divide_in_registers(const Choice& choice, const Who& who, const Takers& first,
                                const Takers& second) {
  const __m512d table = thresholds_of_way(choice, 0);
  std::size_t n_first = 0;
  std::size_t n_second = 0;
  for (std::size_t i = 0; i < who.n; i += 8) {
    const EightChoices some = eight_choices(choice, who, i);
    const __mmask8 takes = below_threshold(some, table);
    const auto rests = static_cast<__mmask8>(some.inside & ~takes);
    store_those(takes, some.position, first.position + n_first);
    store_those(rests, some.position, second.position + n_second);
    if (who.visit != nullptr) {
      store_those(takes, some.visit, first.visit + n_first);
      store_those(rests, some.visit, second.visit + n_second);
    }
    n_first += static_cast<std::size_t>(__builtin_popcount(takes));
    n_second += static_cast<std::size_t>(__builtin_popcount(rests));
  }
  return n_first;
}
#endif

std::size_t divide(const Choice& choice, const Who& who, const Takers& first,
                   const Takers& second) {
#if JOURNEYLAB_PATH_BYTES == 64
  if (choice.n_segments <= segments_in_register) {
    return divide_in_registers(choice, who, first, second);
  }
#endif
  alignas(64) std::array<std::uint32_t, draws_at_once> way;
  std::size_t n_first = 0;
  std::size_t n_second = 0;
  for (std::size_t done = 0; done < who.n; done += draws_at_once) {
    const std::size_t n = who.n - done < draws_at_once ? who.n - done : draws_at_once;
    const std::uint32_t* position = who.position + done;
    const std::uint32_t* visit = who.visit == nullptr ? nullptr : who.visit + done;
    choose(choice, {.position = position, .visit = visit, .n = n, .is_run = who.is_run},
           way.data());
    if (visit != nullptr) {
      select(way.data(), 0, n, visit, first.visit + n_first);
      select(way.data(), 1, n, visit, second.visit + n_second);
    }
    n_first += select(way.data(), 0, n, position, first.position + n_first);
    n_second += select(way.data(), 1, n, position, second.position + n_second);
  }
  return n_first;
}
