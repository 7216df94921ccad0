// The page that shows results to people: one HTML file that carries everything it needs and asks
// nothing of a network. What it looks like and how it draws is in the folder `page`, from which
// the build makes the parts that page_parts.h names; here the results are put in their place.
#pragma once

#include <string>
#include <string_view>

namespace journeylab {

/// False where the program was built without the page (JOURNEYLAB_REPORT=OFF).
[[nodiscard]] bool page_is_built() noexcept;

/// The whole page. `json` is a JSON text; nothing in it, a step named "</script>" included, can end
/// the element that it stands in. `title` is shown by the browser's tab.
[[nodiscard]] std::string write_page(std::string_view title, std::string_view json);

/// The same JSON without any byte that HTML could take for markup: inside strings, where alone they
/// can stand, `<`, `>`, `&` and the line ends U+2028 and U+2029 become \u escapes.
[[nodiscard]] std::string json_inside_html(std::string_view json);

/// The text as the content of an HTML element.
[[nodiscard]] std::string html_text(std::string_view text);

}  // namespace journeylab
