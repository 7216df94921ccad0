// The nearest valid name to a mistyped one, for error messages.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace journeylab {

/// The candidate with the fewest edits (insertions, deletions, substitutions and swaps of
/// neighbours: Damerau-Levenshtein, restricted form; case counts half an edit) from `word`; empty
/// if none is within a third of the word's length, at least one edit. Ties: the first candidate.
[[nodiscard]] std::string nearest_name(std::string_view word,
                                       const std::vector<std::string>& candidates);

}  // namespace journeylab
