#include <catch2/catch.hpp>

#include "vector/loops.h"
#include "vector/path.h"

namespace journeylab {

TEST_CASE("every path has a name, and every name a path", "[vector]") {
  for (const VectorPath path :
       {VectorPath::portable, VectorPath::sse4, VectorPath::avx2, VectorPath::avx512}) {
    CHECK(vector_path_named(name_of(path)) == path);
  }
  CHECK_FALSE(vector_path_named("avx").has_value());
  CHECK_FALSE(vector_path_named("").has_value());
}

TEST_CASE("a machine has the portable path, and the fastest is the last", "[vector]") {
  REQUIRE_FALSE(vector_paths().empty());
  CHECK(vector_paths().front() == VectorPath::portable);
  CHECK(vector_paths().back() == fastest_vector_path());
  for (const VectorPath path : vector_paths()) CHECK(vector_loops(path).path == path);
}

}  // namespace journeylab
