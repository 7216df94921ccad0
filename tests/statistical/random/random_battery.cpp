// The battery over longer stretches of every order of words, as a table of p-values:
//   random_battery [LOG2_WORDS] [SEED] [ORDER]
// Marks those below 1e-4, and exits with 1 if one is below 1e-9.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "statistical/random/battery.h"

int main(int argc, char** argv) {
  using namespace journeylab::test;
  const std::uint64_t n = std::uint64_t{1} << (argc > 1 ? std::atoi(argv[1]) : 24);
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  const std::string wanted = argc > 3 ? argv[3] : "";
  bool failed = false;
  for (const NamedStream& stream : word_streams(seed)) {
    if (!wanted.empty() && wanted != stream.name) continue;
    for (const Verdict& verdict : battery(stream.word, n)) {
      std::printf("%-20s %-30s %.3g%s\n", stream.name.c_str(), verdict.test.c_str(), verdict.p,
                  verdict.p < 1e-4 ? "  suspicious" : "");
      failed |= verdict.p < 1e-9;
    }
    std::fflush(stdout);
  }
  return failed ? 1 : 0;
}
