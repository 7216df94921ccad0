#include "yaml/read_file.h"

#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "base/problem.h"
#include "base/unreadable.h"

namespace journeylab {

std::string read_file(const std::string& path) {
  std::error_code failure;
  const auto status = std::filesystem::status(path, failure);
  if (!std::filesystem::exists(status)) {
    throw unreadable(path,
                     failure ? failure : make_error_code(std::errc::no_such_file_or_directory));
  }
  if (std::filesystem::is_directory(status)) {
    throw FileError(fmt::format("{}: is a directory; expected a scenario file", path));
  }
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw unreadable(path, {errno, std::generic_category()});
  std::string text;
  std::array<char, 65536> block;
  while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
    if (text.size() > largest_file) {
      throw FileError(fmt::format("{}: is larger than 16 MiB; expected a scenario file", path));
    }
  }
  if (stream.bad()) throw FileError(fmt::format("{}: cannot be read to its end", path));
  return text;
}

std::string sha256_of(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  std::string text;
  for (unsigned int i = 0; i < length; ++i) text += fmt::format("{:02x}", digest[i]);
  return text;
}

}  // namespace journeylab
