// Drives a target without libFuzzer: every input that was kept, in the order of their names, then a
// fixed number of inputs made from them, always the same ones. The input that ends the process, or
// takes too long, is left behind in a file.
//
// usage: fuzz_TARGET NUMBER DICTIONARY FILE_OR_FOLDER...
#include <algorithm>
#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "fuzz/target.h"

// Of the sanitizers, where the program is built with any.
extern "C" __attribute__((weak)) void __sanitizer_set_death_callback(void (*callback)());

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_mutant = 4096;
constexpr unsigned longest_seconds = 60;  // of one input, on any machine

std::string contents_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<fs::path> files_in(const std::vector<std::string>& arguments) {
  std::vector<fs::path> files;
  for (const std::string& argument : arguments) {
    if (!fs::is_directory(argument)) {
      files.emplace_back(argument);
      continue;
    }
    for (const auto& entry : fs::directory_iterator(argument)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The words of a dictionary of libFuzzer: what stands in quotes on each line. Escapes are few
// there.
std::vector<std::string> words_in(const std::string& path) {
  std::vector<std::string> words;
  std::ifstream stream(path);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t begin = line.find('"');
    const std::size_t end = line.rfind('"');
    if (line.starts_with('#') || begin == end) continue;
    std::string word;
    for (std::size_t i = begin + 1; i < end; ++i) {
      if (line[i] == '\\' && line[i + 1] == 'x') {
        unsigned code = 0;
        std::from_chars(&line[i + 2], &line[i + 4], code, 16);
        word += static_cast<char>(code);
        i += 3;
      } else {
        if (line[i] == '\\') ++i;
        word += line[i];
      }
    }
    words.push_back(std::move(word));
  }
  return words;
}

// Makes inputs from inputs.
class Mutator {
 public:
  Mutator(std::vector<std::string> inputs, std::vector<std::string> words)
      : inputs_(std::move(inputs)), words_(std::move(words)) {}

  std::string next() {
    std::string text = inputs_[below(inputs_.size())];
    const std::size_t changes = 1 + below(4);
    for (std::size_t i = 0; i < changes; ++i) change(text);
    if (text.size() > longest_mutant) text.resize(longest_mutant);
    return text;
  }

 private:
  // 0 .. n-1. The engine's sequence and the remainder are the same on every machine.
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(dice_() % n); }

  void change(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    const std::size_t length = std::min(below(1 + below(32)) + 1, text.size() - at);
    switch (below(6)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        return;
      case 1:
        text.erase(at, length);
        return;
      case 2:
        text.insert(at, text.substr(at, length));
        return;
      case 3: {
        const std::string& other = inputs_[below(inputs_.size())];
        const std::size_t from = below(other.size() + 1);
        text.replace(at, length, other, from, below(64));
        return;
      }
      default:
        if (!words_.empty()) text.replace(at, below(2) * length, words_[below(words_.size())]);
    }
  }

  std::vector<std::string> inputs_;
  std::vector<std::string> words_;
  std::mt19937_64 dice_{20240229};
};

// The input that is being run, for what happens when the process dies of it.
std::string_view running;
std::string kept_path;

void keep_input() {
  const int file = ::open(kept_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return;
  const ssize_t written = ::write(file, running.data(), running.size());
  ::close(file);
  if (written != static_cast<ssize_t>(running.size())) return;
  std::fprintf(stderr, "the input that ended the process is in %s\n", kept_path.c_str());
}

extern "C" void keep_input_and_die(int signal) {
  keep_input();
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void watch_over_the_process(const std::string& program) {
  kept_path = fs::absolute(fs::path(program).filename().string() + ".input").string();
  std::vector<int> deaths{SIGABRT, SIGALRM};
  if (__sanitizer_set_death_callback != nullptr) {
    __sanitizer_set_death_callback(keep_input);
  } else {
    deaths.insert(deaths.end(), {SIGSEGV, SIGBUS, SIGFPE, SIGILL});
  }
  for (const int death : deaths) std::signal(death, keep_input_and_die);
}

void run(const std::string& input) {
  running = input;
  ::alarm(longest_seconds);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv, argv + argc);
  if (arguments.size() < 4) {
    std::fprintf(stderr, "usage: %s NUMBER DICTIONARY FILE_OR_FOLDER...\n", argv[0]);
    return 2;
  }
  watch_over_the_process(arguments[0]);
  std::vector<std::string> inputs;
  for (const fs::path& file : files_in({arguments.begin() + 3, arguments.end()})) {
    inputs.push_back(contents_of(file));
    run(inputs.back());
  }
  if (inputs.empty()) journeylab::fuzz::finding("no inputs were kept");
  Mutator mutator(inputs, words_in(arguments[2]));
  const int number = std::stoi(arguments[1]);
  for (int i = 0; i < number; ++i) run(mutator.next());
  std::printf("%zu inputs that were kept and %d made from them\n", inputs.size(), number);
  return 0;
}
