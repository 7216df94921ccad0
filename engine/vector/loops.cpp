#include "vector/loops.h"

namespace journeylab {

namespace portable {
extern const VectorLoops loops;
}
namespace sse4 {
extern const VectorLoops loops;
}
namespace avx2 {
extern const VectorLoops loops;
}
namespace avx512 {
extern const VectorLoops loops;
}

const VectorLoops& vector_loops(VectorPath path) noexcept {
#if defined(__x86_64__)
  switch (path) {
    case VectorPath::sse4:
      return sse4::loops;
    case VectorPath::avx2:
      return avx2::loops;
    case VectorPath::avx512:
      return avx512::loops;
    case VectorPath::portable:
      break;
  }
#endif
  return portable::loops;
}

const VectorLoops& fastest_loops() {
  static const VectorLoops& loops = vector_loops(fastest_vector_path());
  return loops;
}

}  // namespace journeylab
