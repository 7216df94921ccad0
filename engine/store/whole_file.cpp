#include "store/whole_file.h"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/problem.h"

namespace journeylab {
namespace {

constexpr std::size_t buffer_size = std::size_t{1} << 20;

std::string followed(const std::string& path) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::weakly_canonical(path, error);
  return error ? path : target.string();
}

/// Names of what is open already: replacing the file behind one would take it from under its owner.
bool names_open_file(std::string_view path) noexcept {
  return path == "/dev/stdout" || path == "/dev/stderr" || path.starts_with("/dev/fd/") ||
         path.starts_with("/proc/");
}

std::string folder_of(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return folder.empty() ? "." : folder.string();
}

/// A rename lasts through a loss of power only once its folder is on disk too. A file system that
/// cannot do that has still renamed: no reason to fail.
void sync_folder(const std::string& folder) noexcept {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

/// Calls `make` with names in the folder until one is free; -1 and errno if that fails. A name
/// holds nothing of the target's, which may already be as long as a name can be.
template <typename Make>
int make_new(const std::string& folder, std::string& name, const Make& make) {
  for (int attempt = 0; attempt < 10000; ++attempt) {
    name = folder + "/.journeylab-" + std::to_string(::getpid()) + '-' + std::to_string(attempt);
    const int result = make(name.c_str());
    if (result >= 0 || errno != EEXIST) return result;
  }
  return -1;
}

std::string name_of_descriptor(int descriptor) {
  return "/proc/self/fd/" + std::to_string(descriptor);
}

/// A file without a name, which goes with the process, however that ends; -1 where the system has
/// no such files, or no way to name them later.
int open_nameless(const std::string& folder) noexcept {
  const int descriptor = ::open(folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
  if (descriptor < 0) return -1;
  if (::access(name_of_descriptor(descriptor).c_str(), F_OK) == 0) return descriptor;
  ::close(descriptor);
  return -1;
}

int give_name(int descriptor, const std::string& folder, std::string& name) {
  const std::string nameless = name_of_descriptor(descriptor);
  return make_new(folder, name, [&](const char* path) {
    return ::linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, path, AT_SYMLINK_FOLLOW);
  });
}

int open_new(const std::string& folder, std::string& name) {
  return make_new(folder, name, [](const char* path) {
    return ::open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  });
}

}  // namespace

WholeFile::WholeFile(const std::string& path) : shown_(path), target_(followed(path)) {
  struct stat status {};
  const bool exists = !path.empty() && ::stat(target_.c_str(), &status) == 0;
  if (path.empty()) fail(ENOENT);
  if (exists && S_ISDIR(status.st_mode)) fail(EISDIR);
  if (exists && (!S_ISREG(status.st_mode) || names_open_file(path))) {
    descriptor_ = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    if (descriptor_ < 0) fail(errno);
    return;
  }
  replaces_ = true;
  if (exists && ::faccessat(AT_FDCWD, target_.c_str(), W_OK, AT_EACCESS) != 0) fail(errno);
  descriptor_ = open_nameless(folder_of(target_));
  if (descriptor_ < 0) descriptor_ = open_new(folder_of(target_), temporary_);
  if (descriptor_ < 0) {
    const int error = errno;
    temporary_.clear();
    fail(error);
  }
  if (exists) static_cast<void>(::fchmod(descriptor_, status.st_mode & 07777));
}

WholeFile::~WholeFile() {
  discard();
}

void WholeFile::write(std::string_view text) {
  if (descriptor_ < 0) throw FileError("cannot write '" + shown_ + "': it is already closed");
  buffer_ += text;
  if (buffer_.size() >= buffer_size) flush();
}

void WholeFile::flush() {
  std::size_t done = 0;
  while (done < buffer_.size()) {
    const ssize_t n = ::write(descriptor_, buffer_.data() + done, buffer_.size() - done);
    if (n >= 0) {
      done += static_cast<std::size_t>(n);
    } else if (errno != EINTR) {
      const int error = errno;
      discard();
      fail(error);
    }
  }
  buffer_.clear();
}

void WholeFile::commit() {
  if (descriptor_ < 0) throw FileError("cannot write '" + shown_ + "': it is already closed");
  flush();
  int error = replaces_ && ::fsync(descriptor_) != 0 ? errno : 0;
  if (replaces_ && error == 0 && temporary_.empty() &&
      give_name(descriptor_, folder_of(target_), temporary_) != 0) {
    error = errno;
    temporary_.clear();
  }
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (::close(descriptor) != 0 && error == 0) error = errno;
  if (replaces_ && error == 0 && std::rename(temporary_.c_str(), target_.c_str()) != 0) {
    error = errno;
  }
  if (error != 0) {
    discard();
    fail(error);
  }
  temporary_.clear();
  if (replaces_) sync_folder(folder_of(target_));
}

void WholeFile::discard() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  temporary_.clear();
  buffer_.clear();
}

void WholeFile::fail(int error) const {
  throw FileError("cannot write '" + shown_ + "': " + std::generic_category().message(error));
}

void write_whole_file(const std::string& path, std::string_view contents) {
  WholeFile file(path);
  file.write(contents);
  file.commit();
}

}  // namespace journeylab
