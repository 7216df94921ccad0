// Where the answer goes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "store/whole_file.h"

namespace journeylab {

/// Nobody reads standard output any more (`| head`): no mistake of anybody's, and nothing to say.
struct OutputClosed {};

/// Refuses to write a file that is also read or written otherwise in the same call: the scenario,
/// the data, the event log. Empty paths are none. Throws FileError that names both.
void refuse_same_file(const std::string& target, std::string_view what_target,
                      const std::string& other, std::string_view what_other);

/// Standard output, or a file that is there whole or not at all. It is opened before the work
/// begins, so that a folder that is not there is told at once and not an hour later.
class Output {
 public:
  /// An empty path is standard output. Throws FileError.
  explicit Output(const std::string& path);

  /// Writes the whole answer, once. Throws FileError, or OutputClosed.
  void write(std::string_view answer);

  [[nodiscard]] bool is_standard() const noexcept { return file_ == nullptr; }

 private:
  std::unique_ptr<WholeFile> file_;
};

}  // namespace journeylab
