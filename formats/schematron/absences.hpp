#pragma once

#include <utility>
#include <vector>

#include "formats/schematron/expression.hpp"

namespace airut::schematron {

// Most assertions of the official files only say that something must not be there, or must:
// not(a/b/c), exists(a/@b), a/b. All such paths of a rule, put together into one tree of names, are
// answered by one walk over what is below the context node.
class Absences {
 public:
  // Takes the test in if it is of that form, and gives the number to ask for; -1 else.
  int add(Expression const& test);

  bool empty() const { return answers_.empty(); }
  // Which paths lead to a node; by bit, in the arena.
  std::uint64_t const* walk(Evaluation& e, xml::NodeId context) const;
  // Does the test with this number hold?
  bool holds(std::uint64_t const* found, int number) const {
    bool const there = (found[number / 64] >> (number % 64)) & 1;
    return there != answers_[static_cast<std::size_t>(number)];
  }

 private:
  struct Branch {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> elements;  // name, branch; sorted
    std::vector<std::pair<std::uint32_t, std::uint32_t>> attributes;
    std::vector<int> answers;
  };

  bool collect(Expression const& paths, std::vector<class Path const*>& all) const;
  std::uint32_t branch(std::uint32_t from, std::uint32_t name, bool attribute);
  void descend(Evaluation& e, xml::NodeId node, std::uint32_t branch, std::uint64_t* found) const;

  std::vector<Branch> branches_{1};
  std::vector<bool> answers_;  // by number: holds when nothing is there
};

}  // namespace airut::schematron
