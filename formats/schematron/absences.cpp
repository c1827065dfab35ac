#include "formats/schematron/absences.hpp"

#include <algorithm>

#include "formats/schematron/functions.hpp"
#include "formats/schematron/operators.hpp"
#include "formats/schematron/path.hpp"

namespace airut::schematron {
namespace {

using Names = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Names::const_iterator find_name(Names const& names, std::uint32_t name) {
  auto const found =
      std::lower_bound(names.begin(), names.end(), name,
                       [](auto const& one, std::uint32_t wanted) { return one.first < wanted; });
  return found != names.end() && found->first == name ? found : names.end();
}

bool is_plain(Path const& path) {
  if (path.start() != Path::Start::context || path.steps().empty()) return false;
  for (auto const& step : path.steps()) {
    bool const last = &step == &path.steps().back();
    bool const axis = step.axis == Axis::child || (last && step.axis == Axis::attribute);
    if (!axis || step.test.kind != TestKind::name || !step.predicates.empty()) return false;
  }
  return true;
}

}  // namespace

bool Absences::collect(Expression const& paths, std::vector<Path const*>& all) const {
  if (auto const* set = dynamic_cast<NodeSet const*>(&paths)) {
    return set->kind() == NodeSet::Kind::both && collect(set->left(), all) &&
           collect(set->right(), all);
  }
  auto const* path = dynamic_cast<Path const*>(&paths);
  if (!path || !is_plain(*path)) return false;
  all.push_back(path);
  return true;
}

std::uint32_t Absences::branch(std::uint32_t from, std::uint32_t name, bool attribute) {
  auto& names = attribute ? branches_[from].attributes : branches_[from].elements;
  auto const found = find_name(names, name);
  if (found != names.end()) return found->second;
  auto const made = static_cast<std::uint32_t>(branches_.size());
  names.emplace_back(name, made);
  std::sort(names.begin(), names.end());
  branches_.emplace_back();
  return made;
}

int Absences::add(Expression const& test) {
  auto const* asked = dynamic_cast<Asked const*>(&test);
  std::vector<Path const*> paths;
  if (!collect(asked ? asked->argument() : test, paths)) return -1;
  auto const number = static_cast<int>(answers_.size());
  answers_.push_back(asked && (asked->question() == Asked::Question::negation ||
                               asked->question() == Asked::Question::empty));
  for (auto const* path : paths) {
    std::uint32_t at = 0;
    for (auto const& step : path->steps()) {
      at = branch(at, step.test.name, step.axis == Axis::attribute);
    }
    branches_[at].answers.push_back(number);
  }
  return number;
}

std::uint64_t const* Absences::walk(Evaluation& e, xml::NodeId context) const {
  auto const words = answers_.size() / 64 + 1;
  auto* const found = e.arena->array<std::uint64_t>(words);
  std::fill_n(found, words, 0);
  descend(e, context, 0, found);
  return found;
}

void Absences::descend(Evaluation& e, xml::NodeId node, std::uint32_t at,
                       std::uint64_t* found) const {
  auto const& branch = branches_[at];
  for (auto const number : branch.answers) found[number / 64] |= std::uint64_t{1} << (number % 64);
  auto const& tree = e.tree;
  auto const follow = [&](Names const& names, xml::NodeId to) {
    auto const name = e.name_there(tree[to].name);
    if (name == xml::none) return;
    auto const next = find_name(names, name);
    if (next != names.end()) descend(e, to, next->second, found);
  };
  if (!branch.attributes.empty()) {
    for (auto one = node + 1; one <= node + tree[node].attributes; ++one) {
      follow(branch.attributes, one);
    }
  }
  if (branch.elements.empty() || tree[node].kind == xml::NodeKind::attribute) return;
  for (auto one = tree.first_child(node); one != xml::none; one = tree.next_sibling(one)) {
    if (tree[one].kind == xml::NodeKind::element) follow(branch.elements, one);
  }
}

}  // namespace airut::schematron
