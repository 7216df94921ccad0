// The bytes of a data file, piece by piece; what is compressed by gzip is unpacked on the way.
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
  ~TextSource();
  TextSource(const TextSource&) = delete;
  TextSource& operator=(const TextSource&) = delete;

  /// The next piece, valid until the next call; empty at the end. Throws FileError where the file
  /// cannot be read on, or a compressed one is damaged or cut off.
  [[nodiscard]] std::string_view next();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace journeylab
