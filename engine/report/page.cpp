#include "report/page.h"

#include "report/page_parts.h"

namespace journeylab {

bool page_is_built() noexcept {
  return !page_before_title().empty();
}

std::string json_inside_html(std::string_view json) {
  std::string safe;
  safe.reserve(json.size() + json.size() / 16);
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string_view rest = json.substr(i);
    if (rest.starts_with('<')) {
      safe += "\\u003c";
    } else if (rest.starts_with('>')) {
      safe += "\\u003e";
    } else if (rest.starts_with('&')) {
      safe += "\\u0026";
    } else if (rest.starts_with("\u2028") || rest.starts_with("\u2029")) {
      safe += rest.starts_with("\u2028") ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      safe += rest.front();
    }
  }
  return safe;
}

std::string html_text(std::string_view text) {
  std::string safe;
  for (const char character : text) {
    if (character == '<') {
      safe += "&lt;";
    } else if (character == '>') {
      safe += "&gt;";
    } else if (character == '&') {
      safe += "&amp;";
    } else {
      safe += character;
    }
  }
  return safe;
}

std::string write_page(std::string_view title, std::string_view json) {
  std::string page(page_before_title());
  page += html_text(title);
  page += page_before_data();
  page += json_inside_html(json);
  page += page_after_data();
  return page;
}

}  // namespace journeylab
