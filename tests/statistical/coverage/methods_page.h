// A page of methods with tables that tests write and hold their figures against.
#pragma once

#include <string>

namespace journeylab::coverage {

class MethodsPage {
 public:
  /// A page of engine/methods, as "coverage.md".
  explicit MethodsPage(const std::string& name);

  /// The table behind a mark, `<!-- id -->`, each line ended; fails the test without such a mark.
  [[nodiscard]] std::string table(const std::string& id) const;
  void replace(const std::string& id, const std::string& table);
  void save() const;

 private:
  struct Place {
    std::size_t from = 0;
    std::size_t to = 0;
  };
  [[nodiscard]] Place place_of(const std::string& id) const;

  std::string path_;
  std::string text_;
};

}  // namespace journeylab::coverage
