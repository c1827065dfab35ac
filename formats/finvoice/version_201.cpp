#include <algorithm>

#include <fmt/format.h>

#include "formats/finvoice/merge.hpp"
#include "formats/finvoice/shape.hpp"

namespace airut::finvoice {
namespace {

// Texts for people may be cut, identifiers may not.
bool may_be_cut(std::string_view name) {
  return name.ends_with("Text") || name.ends_with("Name") || name.ends_with("Description");
}

// Takes it out and gives what it said, "" where it was not there.
std::string take_attribute(Node& node, std::string_view name) {
  auto const head = fmt::format(" {}=\"", name);
  auto const at = node.attributes.find(head);
  if (at == std::string::npos) return {};
  auto const end = node.attributes.find('"', at + head.size());
  auto value = node.attributes.substr(at + head.size(), end - at - head.size());
  node.attributes.erase(at, end + 1 - at);
  return value;
}

// OVT codes and Finnish business ids show by themselves what they are.
bool shows_itself(std::string_view scheme) {
  return scheme == "0216" || scheme == "0037" || scheme == "0212";
}

class Stepping {
 public:
  Stepping(xml::Encoding encoding, std::vector<std::string>& notes)
      : encoding_(encoding), notes_(notes) {}

  void step_back(Node& node, std::string_view parent) {
    auto const& places = children_of(parent, node.name);
    std::string before;
    std::erase_if(node.children, [&](Node const& child) {
      bool const again = child.name == before && stands_once(child.name);
      before = child.name;
      return is_new(child, places) || (again && is_left_out(child));
    });
    for (auto& child : node.children) {
      take_attributes(child);
      shorten(child, places);
      step_back(child, node.name);
    }
  }
  std::string const& problem() const { return problem_; }

 private:
  void note(std::string sentence) {
    if (std::find(notes_.begin(), notes_.end(), sentence) == notes_.end())
      notes_.push_back(std::move(sentence));
  }

  void take_attributes(Node& node) {
    take_attribute(node, "QuantityUnitCodeUN");  // QuantityUnitCode says it, too
    take_attribute(node, "SchemeVersion");       // of what the scheme names
    auto const scheme = take_attribute(node, "SchemeID");
    if (scheme.empty() || shows_itself(scheme)) return;
    note(fmt::format("The scheme {} of {} is not in Finvoice 2.01 and was left out.", scheme,
                     node.name));
  }

  // What 2.01 lacks and other elements of it say as well goes without a note.
  bool is_new(Node const& child, std::vector<Place> const& places) {
    auto const rank = rank_of(places, child.name);
    if (!rank || !places[*rank].since_30) return false;
    for (auto const quiet :
         {"InvoiceTypeCodeUN", "SpecificationIdentifier", "RowsTotalVatExcludedAmount",
          "UnitPriceNetAmount", "VatExemptionReasonCode"}) {
      if (child.name == quiet) return true;
    }
    notes_.push_back(fmt::format("{} is not in Finvoice 2.01 and was left out.", child.name));
    return true;
  }

  // What 3.0 may have several of and 2.01 one.
  static bool stands_once(std::string_view name) {
    return name == "ArticleGroupIdentifier" || name == "SubArticleGroupIdentifier" ||
           name == "SellerCode";
  }

  bool is_left_out(Node const& child) {
    notes_.push_back(
        fmt::format("Finvoice 2.01 has one {}; a further one was left out.", child.name));
    return true;
  }

  void shorten(Node& child, std::vector<Place> const& places) {
    auto const rank = rank_of(places, child.name);
    if (!rank || places[*rank].longest_201 == 0) return;
    auto const longest = places[*rank].longest_201;
    if (count_escaped(child.text, encoding_) <= longest) return;
    if (!may_be_cut(child.name)) {
      if (problem_.empty()) {
        problem_ = fmt::format("{} is longer than the {} characters that Finvoice 2.01 allows.",
                               child.name, longest);
      }
      return;
    }
    child.text = first_escaped(child.text, longest, encoding_);
    notes_.push_back(fmt::format("{} was cut after {} characters.", child.name, longest));
  }

  xml::Encoding encoding_;
  std::vector<std::string>& notes_;
  std::string problem_;
};

}  // namespace

std::string to_version_201(Tree& tree, xml::Encoding encoding, std::vector<std::string>& notes) {
  Stepping stepping{encoding, notes};
  stepping.step_back(tree.root, "");
  tree.root.attributes = " Version=\"2.01\"";
  return stepping.problem();
}

}  // namespace airut::finvoice
