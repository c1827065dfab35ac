#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "formats/schematron/cast.hpp"
#include "formats/schematron/program_body.hpp"

namespace airut::schematron {

// Which rules to try on a node of a name, in the order of patterns and rules.
void ProgramBody::arrange() {
  by_name.resize(parts.names.names.size());
  for (std::uint32_t rule = 0; rule < rules.size(); ++rule) {
    auto const& matches = rules[rule].matches;
    for (std::uint32_t match = 0; match < matches.size(); ++match) {
      auto const name = matches[match].name();
      (name == xml::none ? for_any_name : by_name[name]).push_back({rule, match});
      all_kinds = all_kinds || !matches[match].only_named_kinds();
    }
  }
}

namespace {

class Run {
 public:
  Run(ProgramBody const& body, xml::Tree const& document)
      : body_(body), tree_(document), e_(document, body.parts.names, body.parts.lazies) {
    for (std::uint32_t i = 0; i < body.slots_max; ++i) matching_frame_.emplace_back();
  }

  RunReport run() {
    static std::vector<Candidate> const nothing;
    for (xml::NodeId node = 0; node < tree_.size(); ++node) {
      auto const& one = tree_[node];
      bool const named = one.kind == xml::NodeKind::element || one.kind == xml::NodeKind::attribute;
      if (!named && node != 0 && !body_.all_kinds) continue;
      auto const name = named ? e_.name_there(one.name) : xml::none;
      visit(node, name == xml::none ? nothing : body_.by_name[name]);
    }
    sort();
    return std::move(report_);
  }

 private:
  // Goes through both lists as one, in order, until each pattern has had its rule.
  void visit(xml::NodeId node, std::vector<Candidate> const& named) {
    auto const& any = body_.for_any_name;
    std::size_t i = 0, j = 0;
    auto fired = xml::none;
    while (i < named.size() || j < any.size()) {
      bool const from_any = i == named.size() || (j < any.size() && any[j].rule < named[i].rule);
      auto const& candidate = from_any ? any[j++] : named[i++];
      auto const& rule = body_.rules[candidate.rule];
      if (rule.pattern == fired || !matches(node, rule, candidate.match)) continue;
      fired = rule.pattern;
      fire(node, rule);
    }
  }

  bool matches(xml::NodeId node, Rule const& rule, std::uint32_t match) {
    auto const mark = e_.arena->mark();
    e_.frame = matching_frame_.data();
    e_.rule_focus.item = Item::of_node(node);
    bool const does = rule.matches[match].matches(e_, node);
    e_.arena->rewind(mark);
    if (!e_.failed()) return does;
    // XSLT takes an error in a match pattern as "does not match"; it is told, not passed over.
    auto const told = fmt::format("{}: {}", rule.context, *e_.fault());
    auto& all = report_.context_errors;
    if (std::find(all.begin(), all.end(), told) == all.end()) all.push_back(told);
    e_.forgive();
    return false;
  }

  void fire(xml::NodeId node, Rule const& rule) {
    auto const mark = e_.arena->mark();
    e_.frame = e_.arena->array<Slot>(rule.slots);
    std::fill_n(e_.frame, rule.slots, Slot{});
    e_.rule_focus.item = Item::of_node(node);
    auto const focus = e_.rule_focus;
    auto const* absences = rule.absences.empty() ? nullptr : rule.absences.walk(e_, node);
    for (auto const& assertion : rule.assertions) {
      auto const holds = assertion.absence >= 0 ? rule.absences.holds(absences, assertion.absence)
                                                : assertion.test->truth(e_, focus);
      if (!e_.failed() && holds != assertion.report) continue;
      find(node, assertion, focus);
    }
    e_.arena->rewind(mark);
  }

  void find(xml::NodeId node, Assertion const& assertion, Focus const& focus) {
    RuleFinding finding;
    finding.assertion = assertion.facts;
    finding.node = node;
    if (e_.failed()) finding.engine_error = *e_.fault();
    e_.forgive();
    for (auto const& part : assertion.message) {
      finding.message += part.words;
      if (part.value) finding.message += shown(*part.value, focus);
    }
    squeeze(finding.message);
    report_.findings.push_back(std::move(finding));
  }

  std::string shown(Expression const& expression, Focus const& focus) {
    std::string text;
    auto const value = expression.evaluate(e_, focus);
    for (std::size_t i = 0; i < value.size() && !e_.failed(); ++i) {
      if (i > 0) text += ' ';
      text += text_of(e_, value[i]);
    }
    e_.forgive();
    return text;
  }

  static void squeeze(std::string& text) {
    std::string out;
    for (char const c : text) {
      bool const blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
      if (!blank) out += c;
      if (blank && !out.empty() && out.back() != ' ') out += ' ';
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    text = std::move(out);
  }

  void sort() {
    auto const place = [&](RuleFinding const& finding) {
      return std::tuple{body_.facts[finding.assertion].pattern, finding.node, finding.assertion};
    };
    std::sort(report_.findings.begin(), report_.findings.end(),
              [&](RuleFinding const& a, RuleFinding const& b) { return place(a) < place(b); });
  }

  ProgramBody const& body_;
  xml::Tree const& tree_;
  Evaluation e_;
  std::vector<Slot> matching_frame_;
  RunReport report_;
};

}  // namespace

RunReport Program::run(xml::Tree const& document) const { return Run{*body_, document}.run(); }

std::string location(xml::Tree const& document, xml::NodeId node) {
  if (node == 0) return "/";
  auto const& one = document[node];
  auto const above = one.parent == 0 ? std::string{} : location(document, one.parent);
  if (one.kind != xml::NodeKind::element && one.kind != xml::NodeKind::attribute) {
    return above + (one.kind == xml::NodeKind::text ? "/text()" : "/node()");
  }
  auto const& name = document.name(one.name);
  if (one.kind == xml::NodeKind::attribute) {
    return name.uri.empty()
               ? fmt::format("{}/@{}", above, name.local)
               : fmt::format("{}/@*:{}[namespace-uri()='{}']", above, name.local, name.uri);
  }
  std::size_t place = 1;
  for (auto before = document.first_child(one.parent); before != node;
       before = document.next_sibling(before)) {
    place += document[before].kind == xml::NodeKind::element && document[before].name == one.name;
  }
  return fmt::format("{}/*:{}[namespace-uri()='{}'][{}]", above, name.local, name.uri, place);
}

}  // namespace airut::schematron
