#include "calc/method.h"

namespace journeylab::calc {

std::vector<Method> sample_methods() {
  return {};
}

}  // namespace journeylab::calc
