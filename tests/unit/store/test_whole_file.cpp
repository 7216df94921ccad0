#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/problem.h"
#include "store/whole_file.h"

using namespace journeylab;
namespace fs = std::filesystem;
using Catch::Matchers::Contains;

namespace {

/// A folder of its own, gone with the test.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "journeylab-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::permissions(path, fs::perms::owner_all, ignored);
    fs::remove_all(path, ignored);
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (path / name).string(); }
  [[nodiscard]] std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path), {}));
  }
};

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// No file may grow beyond this while it lives: the way a full disk fails, without one.
struct FileSizeLimit {
  rlimit before{};
  explicit FileSizeLimit(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before);
    const rlimit now{bytes, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before); }
};

/// The superuser may write everywhere: while this lives, a superuser is nobody, who owns the
/// folder.
struct Unprivileged {
  bool dropped = ::geteuid() == 0;
  explicit Unprivileged(const Folder& folder) {
    constexpr uid_t nobody = 65534;
    if (!dropped) return;
    REQUIRE(::chown(folder.path.c_str(), nobody, nobody) == 0);
    REQUIRE(::seteuid(nobody) == 0);
  }
  ~Unprivileged() {
    if (dropped && ::seteuid(0) != 0) std::abort();
  }
};

}  // namespace

TEST_CASE("a file is written whole and leaves nothing beside it", "[store][file]") {
  const Folder folder;
  const std::string path = folder.file("answer.json");
  const std::string large(3u << 20, 'x');
  write_whole_file(path, large);
  CHECK(contents(path) == large);
  write_whole_file(path, "short\0er");
  CHECK(contents(path) == "short");
  CHECK(folder.files() == 1);
}

TEST_CASE("a file that is not committed was never there", "[store][file]") {
  const Folder folder;
  const std::string path = folder.file("log.csv");
  write_whole_file(path, "before");
  {
    WholeFile file(path);
    file.write(std::string(5u << 20, 'x'));
    CHECK(contents(path) == "before");
  }
  CHECK(contents(path) == "before");
  CHECK(folder.files() == 1);
}

TEST_CASE("a process that is killed leaves nothing of its file", "[store][file]") {
  const Folder folder;
  const int nameless = ::open(folder.path.c_str(), O_WRONLY | O_TMPFILE, 0600);
  if (nameless < 0) {
    WARN("this file system has no files without names");
    return;
  }
  ::close(nameless);
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    WholeFile file(folder.file("answer"));
    file.write(std::string(3u << 20, 'x'));
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  CHECK(folder.files() == 0);
}

TEST_CASE("a streamed file appears at commit, and takes nothing after it", "[store][file]") {
  const Folder folder;
  const std::string path = folder.file("log.csv");
  WholeFile file(path);
  file.write("a,b\n");
  file.write("1,2\n");
  CHECK_FALSE(fs::exists(path));
  file.commit();
  CHECK(contents(path) == "a,b\n1,2\n");
  CHECK_THROWS_AS(file.write("more"), FileError);
  CHECK_THROWS_AS(file.commit(), FileError);
  CHECK(contents(path) == "a,b\n1,2\n");
}

TEST_CASE("what cannot be a file is refused by name and reason", "[store][file]") {
  const Folder folder;
  fs::create_directory(folder.path / "inside");
  CHECK_THROWS_WITH(write_whole_file(folder.file("inside"), "x"),
                    Contains(folder.file("inside")) && Contains("Is a directory"));
  CHECK_THROWS_WITH(write_whole_file(folder.file("none/x"), "x"),
                    Contains(folder.file("none/x")) && Contains("No such file or directory"));
  CHECK_THROWS_WITH(write_whole_file("", "x"), Contains("No such file or directory"));
  CHECK_THROWS_WITH(write_whole_file(folder.file(std::string(300, 'n')), "x"),
                    Contains("File name too long"));
  write_whole_file(folder.file("plain"), "x");
  CHECK_THROWS_WITH(write_whole_file(folder.file("plain/x"), "x"), Contains("Not a directory"));
  CHECK(folder.files() == 2);
}

TEST_CASE("a name as long as names may be can be written", "[store][file]") {
  const Folder folder;
  const std::string path = folder.file(std::string(255, 'n'));
  write_whole_file(path, "x");
  CHECK(contents(path) == "x");
}

TEST_CASE("a folder or a file that may not be written is left as it is", "[store][file]") {
  const Folder folder;
  const Unprivileged nobody(folder);
  const std::string path = folder.file("kept");
  write_whole_file(path, "before");
  fs::permissions(path, fs::perms::owner_read);
  CHECK_THROWS_WITH(write_whole_file(path, "x"), Contains("Permission denied"));
  fs::permissions(path, fs::perms::owner_all);
  fs::permissions(folder.path, fs::perms::owner_read | fs::perms::owner_exec);
  CHECK_THROWS_WITH(write_whole_file(path, "x"), Contains("Permission denied"));
  CHECK(contents(path) == "before");
}

TEST_CASE("a write that fails half-way keeps the file that was there", "[store][file]") {
  const Folder folder;
  const std::string path = folder.file("answer.json");
  write_whole_file(path, "before");
  {
    const FileSizeLimit limit(100000);
    CHECK_THROWS_WITH(write_whole_file(path, std::string(200000, 'x')), Contains("File too large"));
  }
  CHECK(contents(path) == "before");
  CHECK(folder.files() == 1);
}

TEST_CASE("a device that is full says so, and is still a device", "[store][file]") {
  if (!fs::exists("/dev/full")) return;
  CHECK_THROWS_WITH(write_whole_file("/dev/full", "x"),
                    Contains("/dev/full") && Contains("No space left on device"));
  write_whole_file("/dev/null", "x");
  CHECK(fs::is_character_file("/dev/null"));
  CHECK(fs::is_character_file("/dev/full"));
}

TEST_CASE("a symbolic link stays a link, and permissions stay", "[store][file]") {
  const Folder folder;
  const std::string path = folder.file("target");
  write_whole_file(path, "before");
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink(path, folder.path / "link");
  write_whole_file(folder.file("link"), "after");
  CHECK(fs::is_symlink(folder.path / "link"));
  CHECK(contents(path) == "after");
  CHECK(fs::status(path).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
}
