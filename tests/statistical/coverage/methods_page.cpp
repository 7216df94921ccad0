#include "statistical/coverage/methods_page.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <catch2/catch.hpp>

namespace journeylab::coverage {

MethodsPage::MethodsPage(const std::string& name)
    : path_(JOURNEYLAB_SOURCE_DIR "/engine/methods/" + name) {
  std::ifstream file(path_);
  std::ostringstream text;
  text << file.rdbuf();
  text_ = text.str();
}

// Behind its mark, up to the next empty line.
MethodsPage::Place MethodsPage::place_of(const std::string& id) const {
  const std::string mark = "<!-- " + id + " -->\n\n";
  const std::size_t at = text_.find(mark);
  INFO(path_ << ": " << id);
  REQUIRE(at != std::string::npos);
  const std::size_t from = at + mark.size();
  return {from, std::min(text_.find("\n\n", from) + 1, text_.size())};
}

std::string MethodsPage::table(const std::string& id) const {
  const Place place = place_of(id);
  return text_.substr(place.from, place.to - place.from);
}

void MethodsPage::replace(const std::string& id, const std::string& table) {
  const Place place = place_of(id);
  text_.replace(place.from, place.to - place.from, table);
}

void MethodsPage::save() const {
  std::ofstream(path_) << text_;
}

}  // namespace journeylab::coverage
