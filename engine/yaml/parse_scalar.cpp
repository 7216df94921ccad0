#include "yaml/parse_scalar.h"

#include <array>

namespace journeylab {

std::string_view null_word(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 4> words{"~", "null", "Null", "NULL"};
  for (const std::string_view word : words) {
    if (!text.starts_with(word)) continue;
    const std::string_view rest = text.substr(word.size());
    if (rest.empty() || std::string_view(" \t\n,]}:").find(rest.front()) != rest.npos) return word;
  }
  return {};
}

int text_shift_of(std::string_view raw, bool quoted, std::string_view value) noexcept {
  const std::size_t shift = quoted ? 1 : 0;
  return raw.size() >= shift && raw.substr(shift, value.size()) == value ? static_cast<int>(shift)
                                                                         : -1;
}

bool is_closed(std::string_view raw) noexcept {
  const char quote = raw.front();
  for (std::size_t at = 1; at < raw.size(); ++at) {
    if (quote == '"' && raw[at] == '\\') {
      ++at;
    } else if (raw[at] == quote) {
      const bool doubled = quote == '\'' && at + 1 < raw.size() && raw[at + 1] == quote;
      if (!doubled) return true;
      ++at;
    }
  }
  return false;
}

}  // namespace journeylab
