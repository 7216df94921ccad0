#include "plan/components.h"

#include <algorithm>
#include <limits>

namespace journeylab {
namespace {

// Tarjan's algorithm with an explicit stack: a journey may be one long chain.
class Search {
 public:
  explicit Search(const std::vector<std::vector<std::uint32_t>>& successors)
      : successors_(successors),
        order_(successors.size(), unseen),
        low_(successors.size()),
        on_stack_(successors.size()) {}

  std::vector<std::vector<std::uint32_t>> run() {
    for (std::uint32_t node = 0; node < successors_.size(); ++node) {
      if (order_[node] == unseen) explore(node);
    }
    // Components are found from the ends backwards.
    std::reverse(components_.begin(), components_.end());
    return std::move(components_);
  }

 private:
  struct Frame {
    std::uint32_t node;
    std::size_t next_edge;
  };
  static constexpr std::uint32_t unseen = std::numeric_limits<std::uint32_t>::max();

  void enter(std::uint32_t node) {
    order_[node] = low_[node] = visited_++;
    stack_.push_back(node);
    on_stack_[node] = true;
    frames_.push_back({.node = node, .next_edge = 0});
  }

  void explore(std::uint32_t root) {
    enter(root);
    while (!frames_.empty()) {
      const std::uint32_t node = frames_.back().node;
      if (frames_.back().next_edge < successors_[node].size()) {
        const std::uint32_t next = successors_[node][frames_.back().next_edge++];
        if (order_[next] == unseen) {
          enter(next);
        } else if (on_stack_[next]) {
          low_[node] = std::min(low_[node], order_[next]);
        }
        continue;
      }
      frames_.pop_back();
      if (!frames_.empty()) {
        std::uint32_t& parent = low_[frames_.back().node];
        parent = std::min(parent, low_[node]);
      }
      if (low_[node] == order_[node]) close(node);
    }
  }

  void close(std::uint32_t root) {
    std::vector<std::uint32_t> component;
    std::uint32_t node = unseen;
    while (node != root) {
      node = stack_.back();
      stack_.pop_back();
      on_stack_[node] = false;
      component.push_back(node);
    }
    std::sort(component.begin(), component.end());
    components_.push_back(std::move(component));
  }

  const std::vector<std::vector<std::uint32_t>>& successors_;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> low_;
  std::vector<bool> on_stack_;
  std::vector<std::uint32_t> stack_;
  std::vector<Frame> frames_;
  std::vector<std::vector<std::uint32_t>> components_;
  std::uint32_t visited_ = 0;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> strong_components(
    const std::vector<std::vector<std::uint32_t>>& successors) {
  return Search(successors).run();
}

}  // namespace journeylab
