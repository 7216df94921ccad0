#include "base/unreadable.h"

#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "base/nearest.h"

namespace journeylab {
namespace {

// A folder of more entries is not searched to its end.
constexpr std::size_t most_entries = 10000;

// Names of the files in a folder; none where it cannot be read.
std::vector<std::string> files_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code failure;
  std::filesystem::directory_iterator entry(folder.empty() ? "." : folder, failure);
  for (; !failure && entry != std::filesystem::directory_iterator{} && names.size() < most_entries;
       entry.increment(failure)) {
    std::error_code unknown;
    if (!entry->is_directory(unknown)) names.push_back(entry->path().filename().string());
  }
  return names;
}

// The file of the same folder that is nearest to one that is not there; empty if none is near. An
// ending that agrees makes no name nearer.
std::string nearest_path(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.parent_path();
  std::vector<std::string> stems;
  std::vector<std::string> others;
  for (const std::string& name : files_in(folder)) {
    const std::filesystem::path file(name);
    const bool same = file.extension() == path.extension();
    (same ? stems : others).push_back(same ? file.stem().string() : name);
  }
  std::string nearest = nearest_name(path.stem().string(), stems);
  if (!nearest.empty()) {
    nearest += path.extension().string();
  } else {
    nearest = nearest_name(path.filename().string(), others);
  }
  return nearest.empty() ? "" : (folder / nearest).string();
}

}  // namespace

FileError unreadable(const std::string& path, std::error_code reason) {
  const bool is_missing = reason == std::errc::no_such_file_or_directory;
  const std::string nearest = is_missing ? nearest_path(path) : "";
  return FileError(
      fmt::format("{}: cannot be read: {}{}", path, reason.message(),
                  nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)));
}

}  // namespace journeylab
