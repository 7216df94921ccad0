// The bytes of a data file or of a text, piece by piece; what is compressed by gzip is unpacked on
// the way.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace journeylab {

/// Reads a file from its beginning to its end. The kind is told by the file's first bytes, not by
/// its name.
class TextSource {
 public:
  /// Throws FileError for a file that is missing, a folder, or unreadable.
  explicit TextSource(const std::string& path);
  /// A text that is there already; it must outlive the source.
  [[nodiscard]] static TextSource of_text(std::string_view text);
  ~TextSource();
  TextSource(TextSource&&) noexcept;
  TextSource& operator=(TextSource&&) noexcept;

  /// The next piece, valid until the next call; empty at the end. Throws FileError where the file
  /// cannot be read on, or a compressed one is damaged or cut off.
  [[nodiscard]] std::string_view next();

 private:
  struct State;
  explicit TextSource(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace journeylab
