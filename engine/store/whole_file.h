// Files that are there whole or not at all: written beside their target without a name (under
// another name where the system cannot do that), made safe on disk, then renamed. A process that is
// killed leaves nothing of them. A target that is no regular file (a terminal, a pipe, /dev/null)
// cannot be replaced and is written directly.
#pragma once

#include <string>
#include <string_view>

namespace journeylab {

/// A file being written. Without `commit` nothing of it stays, and what stood at the target stays
/// as it was. Every failure throws FileError that names the target and the system's reason.
class WholeFile {
 public:
  /// Opens. The folder must exist; a target that is there must be writable and no folder. A
  /// symbolic link keeps pointing where it points, and what it points to is replaced.
  explicit WholeFile(const std::string& path);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  /// Adds text at the end. Buffered: a failure may show only in a later call.
  void write(std::string_view text);

  /// Puts the file in its place. Nothing may be written afterwards.
  void commit();

 private:
  void flush();
  void discard() noexcept;
  [[noreturn]] void fail(int error) const;

  std::string shown_;      ///< the path as the caller gave it
  std::string target_;     ///< links followed
  bool replaces_ = false;  ///< else the target is written directly
  std::string temporary_;  ///< the name until commit; empty where the system knows nameless files
  std::string buffer_;
  int descriptor_ = -1;
};

/// Writes all of `contents` to the file.
void write_whole_file(const std::string& path, std::string_view contents);

}  // namespace journeylab
