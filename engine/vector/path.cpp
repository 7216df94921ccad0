#include "vector/path.h"

#include <algorithm>
#include <array>

namespace journeylab {
namespace {

constexpr std::array<std::string_view, 4> names = {"portable", "sse4", "avx2", "avx512"};

std::vector<VectorPath> found_paths() {
  std::vector<VectorPath> paths = {VectorPath::portable};
#if defined(__x86_64__)
  const auto add = [&paths](VectorPath path, bool has) {
    if (has) paths.push_back(path);
  };
  add(VectorPath::sse4, __builtin_cpu_supports("sse4.2") != 0);
  add(VectorPath::avx2, __builtin_cpu_supports("avx2") != 0);
  add(VectorPath::avx512,
      __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512vl") != 0 &&
          __builtin_cpu_supports("avx512dq") != 0 && __builtin_cpu_supports("avx512bw") != 0 &&
          __builtin_cpu_supports("avx512cd") != 0);
#endif
  return paths;
}

}  // namespace

std::string_view name_of(VectorPath path) noexcept {
  return names[static_cast<std::size_t>(path)];
}

std::optional<VectorPath> vector_path_named(std::string_view name) noexcept {
  const auto* found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<VectorPath>(found - names.begin());
}

const std::vector<VectorPath>& vector_paths() {
  static const std::vector<VectorPath> paths = found_paths();
  return paths;
}

VectorPath fastest_vector_path() {
  return vector_paths().back();
}

}  // namespace journeylab
