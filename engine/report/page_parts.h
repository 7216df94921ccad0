// The page without its results, in three parts; made by the build from the folder `page`. Empty
// where the program is built without it.
#pragma once

#include <string_view>

namespace journeylab {

[[nodiscard]] std::string_view page_before_title();
[[nodiscard]] std::string_view page_before_data();
[[nodiscard]] std::string_view page_after_data();

}  // namespace journeylab
