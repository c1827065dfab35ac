#include "gateway/official/rule_set.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/xml/document.hpp"

namespace airut::gateway {
namespace {

constexpr std::string_view context_id = "context";  // in place of a rule's id

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  auto const first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// The text of the first child of the name, following the path; "" when it is not there.
std::string text_at(xml::Tree const& tree, xml::NodeId node,
                    std::initializer_list<std::string_view> path) {
  for (auto const wanted : path) {
    auto child = tree.first_child(node);
    while (child != xml::none && (tree[child].kind != xml::NodeKind::element ||
                                  tree.name(tree[child].name).local != wanted)) {
      child = tree.next_sibling(child);
    }
    if (child == xml::none) return {};
    node = child;
  }
  auto const text = tree.text(node);
  return std::string{trimmed(text)};
}

bool contains(std::vector<std::string> const& list, std::string const& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool rejects(OfficialFinding const& finding, config::RuleProfile const& profile,
             std::string const& client) {
  if (finding.id == "xsd" || !finding.engine_error.empty()) return true;
  if (finding.id == context_id) return false;
  return contains(profile.rejecting(client), finding.flag);
}

OfficialFinding finding_of(schematron::Program const& program, xml::Tree const& document,
                           schematron::RuleFinding const& found) {
  auto const& facts = program.assertions()[found.assertion];
  OfficialFinding finding;
  finding.id = facts.id;
  finding.flag = found.engine_error.empty() ? facts.flag : "engine_error";
  finding.location = schematron::location(document, found.node);
  finding.term = facts.term;
  finding.message = found.message;
  finding.engine_error = found.engine_error;
  auto place = found.node;
  while (place != 0 && document[place].kind != xml::NodeKind::element) {
    place = document[place].parent;
  }
  finding.line = document[place].line;
  finding.column = document[place].column;
  return finding;
}

// A rule that could not tell whether it is about some place has not looked at it. Its author's
// processor goes on without a word; here a person may see that the document was checked less.
OfficialFinding unlooked(std::string const& told) {
  OfficialFinding finding;
  finding.id = context_id;
  finding.flag = "warning";
  finding.message = fmt::format("A rule could not be applied everywhere: {}", told);
  return finding;
}

}  // namespace

DocumentTraits traits_of(xml::Tree const& document) {
  DocumentTraits traits;
  auto const root = document.root();
  auto const& name = document.name(document[root].name);
  traits.root = name.local;
  traits.name_space = name.uri;
  traits.customization = text_at(document, root, {"CustomizationID"});
  traits.process = text_at(document, root, {"ProfileID"});
  if (traits.customization.empty()) {
    traits.customization =
        text_at(document, root,
                {"ExchangedDocumentContext", "GuidelineSpecifiedDocumentContextParameter", "ID"});
  }
  if (traits.process.empty()) {
    traits.process = text_at(
        document, root,
        {"ExchangedDocumentContext", "BusinessProcessSpecifiedDocumentContextParameter", "ID"});
  }
  return traits;
}

bool matches(config::RuleMatch const& match, DocumentTraits const& traits) {
  if (!match.root.empty() && !contains(match.root, traits.root)) return false;
  if (!match.process.empty() && !contains(match.process, traits.process)) return false;
  return match.customization.empty() ||
         std::any_of(match.customization.begin(), match.customization.end(),
                     [&](auto const& start) { return traits.customization.starts_with(start); });
}

model::Result<RuleSet> RuleSet::compile(config::RuleProfile profile) {
  schematron::Program::Options options;
  options.exclude = {profile.exclude.begin(), profile.exclude.end()};
  options.flags = profile.severity;
  auto program = schematron::Program::load(profile.rules, options);
  if (!program) return tl::unexpected{program.error()};
  std::optional<xml::Schema> schema;
  if (!profile.schema.empty()) {
    auto loaded = xml::Schema::load(profile.schema);
    if (!loaded) return tl::unexpected{loaded.error()};
    schema = std::move(*loaded);
  }
  return RuleSet{std::move(profile), std::move(*program), std::move(schema)};
}

void check_schema(xml::Schema const& schema, std::string_view bytes, OfficialVerdict& verdict) {
  auto const document = xml::Document::parse(bytes);
  auto const found = document ? schema.validate(*document) : document.error();
  verdict.schema_valid = found.empty();
  verdict.valid = verdict.valid && found.empty();
  for (auto const& one : found) {
    OfficialFinding finding;
    finding.id = one.code;
    finding.flag = "fatal";
    finding.rejecting = true;
    finding.message = one.detail;
    finding.line = static_cast<std::uint32_t>(one.line);
    finding.column = static_cast<std::uint32_t>(one.column);
    verdict.findings.push_back(std::move(finding));
  }
}

OfficialVerdict RuleSet::check(std::string_view bytes, xml::Tree const& document,
                               std::string const& client) const {
  OfficialVerdict verdict;
  verdict.profile = profile_.name;
  if (schema_) check_schema(*schema_, bytes, verdict);
  auto const report = program_.run(document);
  for (auto const& found : report.findings) {
    auto finding = finding_of(program_, document, found);
    finding.rejecting = rejects(finding, profile_, client);
    verdict.valid = verdict.valid && !finding.rejecting;
    verdict.findings.push_back(std::move(finding));
  }
  for (auto const& told : report.context_errors) verdict.findings.push_back(unlooked(told));
  return verdict;
}

model::Findings as_findings(OfficialVerdict const& verdict, config::RuleProfile const& profile,
                            std::string const& client) {
  model::Findings all;
  for (auto const& one : verdict.findings) {
    model::Finding finding;
    bool const is_ours = one.id == "xsd" || one.id == context_id;
    finding.code = one.id == "xsd"                                     ? "xsd"
                   : one.id == context_id || !one.engine_error.empty() ? "engine-error"
                                                                       : "official-rule";
    finding.rule = is_ours ? "" : one.id;
    finding.term = one.term;
    finding.detail = one.engine_error.empty() ? one.message
                                              : fmt::format("{} (the rule has no value: {})",
                                                            one.message, one.engine_error);
    finding.line = static_cast<int>(one.line);
    finding.column = static_cast<int>(one.column);
    finding.severity =
        rejects(one, profile, client) ? model::Severity::error : model::Severity::warning;
    all.push_back(std::move(finding));
  }
  return all;
}

}  // namespace airut::gateway
