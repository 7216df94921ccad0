// The page of a run, beside its answer: what --report asks of every verb but check,
// report and calc.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "store/whole_file.h"

namespace journeylab {

/// The file of --report, opened before the work begins. An empty path: none was asked for.
class PageFile {
 public:
  /// Throws FileError; UsageError where the program was built without the page.
  PageFile(const std::string& path, const std::string& verb);

  [[nodiscard]] bool is_wanted() const noexcept { return file_ != nullptr; }

  /// Writes the page of an answer in JSON, once. Does nothing where none is wanted.
  void write(std::string_view json);

 private:
  std::string path_;
  std::unique_ptr<WholeFile> file_;
};

}  // namespace journeylab
