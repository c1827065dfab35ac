#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "formats/schematron/item.hpp"
#include "formats/schematron/regex.hpp"
#include "formats/xml/tree.hpp"

namespace airut::schematron {

class Expression;

// What an expression is evaluated against: the context item, its place and the number of items.
struct Focus {
  Item item;
  std::size_t position = 1, size = 1;
  bool absent = false;  // inside a function of the rule file there is no context item
};

enum class SlotState : std::uint8_t { empty, busy, full, failed };

struct Slot {
  Sequence value;
  SlotState state = SlotState::empty;
  std::string const* fault = nullptr;
};

// The nodes of an xsl:key by their values.
using KeyIndex = std::unordered_map<std::string, std::vector<xml::NodeId>>;

// Names of a program that node tests ask for; a document's own numbers differ.
struct NameBook {
  std::vector<std::pair<std::string, std::string>> names;  // URI, local name
  std::unordered_map<std::string, std::uint32_t> known;

  std::uint32_t number(std::string_view uri, std::string_view local);
};

// The state of running a program over one document: memory, values computed once, and whether the
// expression at hand has failed. A dynamic error does not unwind: fail() notes it, the value that
// comes back means nothing, and who asked looks at failed() before believing it.
class Evaluation {
 public:
  Evaluation(xml::Tree const& document, NameBook const& names, std::size_t lazies);

  // A call, a loop round or a walk over nodes costs; a rule file that recurses or multiplies
  // without end meets a limit instead of the machine's.
  bool spend(std::size_t work) {
    if (work <= budget_ && arena->chunks_used() <= memory_) {
      budget_ -= work;
      return true;
    }
    at_limit_ = true;
    return fail("the rule needs too much work");
  }
  // depth: how deep expressions are nested in what is entered.
  bool enter(std::size_t depth);
  void leave(std::size_t depth) { depth_ -= depth; }

  bool fail(std::string_view fault);  // always false
  bool failed() const { return fault_ != nullptr; }
  std::string const* fault() const { return fault_; }
  void fail_again(std::string const* fault) {
    if (!fault_) fault_ = fault;
  }
  void forgive() {
    fault_ = nullptr;
    at_limit_ = false;
  }
  // Forgets that a value could not be had, for who may do without; never that a limit was met.
  bool forgive_value() {
    if (!fault_ || at_limit_) return false;
    fault_ = nullptr;
    return true;
  }

  // The number that the document gives a name of the program; none when it does not occur.
  xml::NameId name_here(std::uint32_t program_name) const { return names_[program_name]; }
  // Of the document's name in the program; none when no node test asks for it.
  std::uint32_t name_there(xml::NameId document_name) const { return reverse_[document_name]; }

  // Value of a definition that every use shares: schema and pattern variables, and paths that do
  // not depend on where they are asked.
  Sequence lazy(std::uint32_t number, Expression const& definition);
  // Value of a variable of the rule at hand.
  Sequence rule_variable(std::uint32_t slot, Expression const& definition);

  Regex const* regex(std::string_view pattern, std::string_view flags);

  Item text_item(Kind kind, std::string text) { return Item::of_text(kind, arena->keep(text)); }
  Sequence one(Item const& item) { return Sequence::of(*arena, item); }

  xml::Tree const& tree;
  Arena* arena;      // where values go now
  Slot* frame;       // of the rule or function at hand
  Focus rule_focus;  // of the rule at hand: its variables, current()
  std::unordered_map<void const*, KeyIndex> keys;

 private:
  Sequence once(Slot& slot, Expression const& definition, Focus const& focus);

  Arena scratch_, lasting_;
  std::vector<xml::NameId> names_;
  std::vector<std::uint32_t> reverse_;
  std::vector<Slot> lazies_;
  std::unordered_map<std::string, std::unique_ptr<Regex>> regexes_;
  std::vector<std::unique_ptr<std::string>> faults_;
  std::string const* fault_ = nullptr;
  std::size_t memory_, budget_, depth_ = 0;
  bool at_limit_ = false;
};

}  // namespace airut::schematron
