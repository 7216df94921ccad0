// Stands in for the page where the program is built without it.
#include "report/page_parts.h"

namespace journeylab {

std::string_view page_before_title() {
  return {};
}
std::string_view page_before_data() {
  return {};
}
std::string_view page_after_data() {
  return {};
}

}  // namespace journeylab
