#include "csv/text_source.h"

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/problem.h"
#include "base/unreadable.h"

namespace journeylab {

struct TextSource::State {
  std::string path;
  gzFile file = nullptr;  ///< none: the text alone
  std::string_view text;
  std::array<char, std::size_t{1} << 16> piece{};
};

namespace {

[[noreturn]] void refuse(const std::string& path, std::string_view what) {
  throw FileError(fmt::format("{}: {}", path, what));
}

int open_plain_file(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const int error = errno;
  if (descriptor < 0) throw unreadable(path, {error, std::generic_category()});
  struct stat facts {};
  if (fstat(descriptor, &facts) == 0 && S_ISDIR(facts.st_mode)) {
    ::close(descriptor);
    refuse(path, "is a folder; expected a .csv or .csv.gz file");
  }
  return descriptor;
}

}  // namespace

TextSource::TextSource(const std::string& path) : state_(std::make_unique<State>()) {
  state_->path = path;
  const int descriptor = open_plain_file(path);
  state_->file = gzdopen(descriptor, "rb");
  if (state_->file == nullptr) {
    ::close(descriptor);
    throw std::bad_alloc();
  }
  gzbuffer(state_->file, 1U << 17);
}

TextSource::TextSource(std::unique_ptr<State> state) : state_(std::move(state)) {}
TextSource::TextSource(TextSource&&) noexcept = default;
TextSource& TextSource::operator=(TextSource&&) noexcept = default;

TextSource TextSource::of_text(std::string_view text) {
  auto state = std::make_unique<State>();
  state->text = text;
  return TextSource(std::move(state));
}

TextSource::~TextSource() {
  if (state_ != nullptr && state_->file != nullptr) gzclose(state_->file);
}

std::string_view TextSource::next() {
  if (state_->file == nullptr) return std::exchange(state_->text, {});
  const int read =
      gzread(state_->file, state_->piece.data(), static_cast<unsigned>(state_->piece.size()));
  int code = Z_OK;
  const char* words = gzerror(state_->file, &code);
  // A file that ends in the middle of its compressed data is Z_BUF_ERROR with no bytes or few.
  if (code == Z_BUF_ERROR) refuse(state_->path, "is cut off: its compressed data end too early");
  if (read < 0 && code == Z_ERRNO) {
    refuse(state_->path, fmt::format("cannot be read: {}", std::system_category().message(errno)));
  }
  if (read < 0) {
    // zlib puts its own name of the file before what it says.
    const std::string_view said = words;
    const std::size_t colon = said.find(": ");
    refuse(state_->path,
           fmt::format("is damaged: {}",
                       colon == std::string_view::npos ? said : said.substr(colon + 2)));
  }
  return {state_->piece.data(), static_cast<std::size_t>(read)};
}

}  // namespace journeylab
