// From the events of the YAML parser to a Node tree with positions, under the strict rules of the
// scenario language. Events come in the order of the text, so depth and size are bounded here
// before the parser goes deeper.
#pragma once

#include <string>
#include <vector>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/mark.h>

#include "scenario/document.h"
#include "yaml/parse_aliases.h"
#include "yaml/parse_flow.h"
#include "yaml/parse_text.h"

namespace journeylab {

/// Bounds that no honest scenario comes near.
namespace document_limits {
inline constexpr std::size_t bytes = std::size_t{16} << 20;
inline constexpr std::size_t depth = 100;
inline constexpr std::size_t nodes = 300000;
inline constexpr std::size_t alias_nodes = 10000;      ///< that aliases add in all
inline constexpr std::size_t anchored_nodes = 200000;  ///< that are kept for aliases in all
inline constexpr std::size_t key_bytes = 500;
inline constexpr std::size_t path_bytes = 1000;
inline constexpr std::size_t problems = 100;
}  // namespace document_limits

/// Builds the tree of one document. Problems that hide nothing else are collected; those that do
/// are thrown as InputError.
class DocumentBuilder final : public YAML::EventHandler {
 public:
  DocumentBuilder(LineTable& lines, const std::string& file) : lines_(lines), file_(file) {}

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override;
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override;

  /// The place of a mark, in the file and in the document so far.
  [[nodiscard]] Place place_of(const YAML::Mark& mark);
  /// The tree; a null where the text held nothing.
  [[nodiscard]] Node take_root() { return std::move(root_); }
  /// Everything that was wrong so far.
  [[nodiscard]] std::vector<Problem> take_problems();

 private:
  struct Frame {
    Node node;
    YAML::anchor_t anchor = 0;
    bool flow = false;
    bool is_key = false;         ///< a collection where a key should stand
    bool has_key = false;        ///< a key waits for its value
    bool keep = true;            ///< the waiting key is a good one
    int column = 0;              ///< of a block map's keys, from 0 in bytes
    std::size_t first_node = 0;  ///< nodes counted before it
    Node::Member member;         ///< the waiting key
  };
  struct Start {
    Place place;
    std::size_t offset = 0;  ///< of the value's first byte, after anchor and tag
    int byte = 0;            ///< of that byte in its line, from 0
  };

  Start start_of(const YAML::Mark& mark);
  void count_nodes(std::size_t count, const Place& place);
  void open(const YAML::Mark& mark, YAML::anchor_t anchor, Node::Kind kind, bool flow);
  void close();
  void add(Node node);
  void add_key(const Node& node);
  void report_duplicates(std::vector<Node::Member>& members);
  [[nodiscard]] bool wants_key() const;
  [[nodiscard]] std::string path_of_next() const;
  void report(Place place, std::string found, std::string expected);
  [[noreturn]] static void stop(Place place, std::string found, std::string expected);

  LineTable& lines_;
  const std::string& file_;
  bool document_seen_ = false;
  Node root_;
  std::vector<Frame> frames_;
  AliasTable aliases_;
  std::size_t nodes_ = 0;
  std::vector<BrokenValue> broken_;
  std::vector<Problem> problems_;
};

}  // namespace journeylab
