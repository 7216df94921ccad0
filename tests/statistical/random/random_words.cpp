// Writes the raw random words of customers to standard output, for batteries that read such a
// stream:
//   random_words ORDER [SEED] | dieharder -a -g 200
// Runs until the reader closes; without an order it lists them.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "statistical/random/word_streams.h"

int main(int argc, char** argv) {
  const std::string wanted = argc > 1 ? argv[1] : "";
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  for (const auto& stream : journeylab::test::word_streams(seed)) {
    if (wanted.empty()) std::printf("%-20s %s\n", stream.name.c_str(), stream.what.c_str());
    if (wanted != stream.name) continue;
    std::array<std::uint64_t, 4096> words{};
    std::uint64_t next = 0;
    do {
      for (auto& word : words) word = stream.word(next++);
    } while (std::fwrite(words.data(), sizeof words[0], words.size(), stdout) == words.size());
    return 0;
  }
  return wanted.empty() ? 0 : 2;
}
