#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "formats/documents/documents.hpp"
#include "formats/json/writer.hpp"
#include "formats/rules/sentences.hpp"
#include "gateway/cli/billing.hpp"
#include "gateway/cli/checked.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/csv_input.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/cli/today.hpp"
#include "gateway/official/official_rules.hpp"
#include "gateway/official/schemas.hpp"

namespace airut::gateway::cli {

std::string today() {
  std::chrono::year_month_day const day{
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now())};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

namespace {

// What the lines are made with: loaded once, asked for every file.
struct Tools {
  std::shared_ptr<RuleSet const> given;  // --rules
  OfficialRules installed;               // --data
  std::optional<Schemas> schemas;        // --schema
  std::optional<CsvInput> table;         // --profile
  std::optional<Billing> billing;        // --client
  std::string day, language;

  Billing const* billing_or_none() const { return billing ? &*billing : nullptr; }
};

struct Line {
  std::string file, format;
  OfficialVerdict verdict;
};

std::string format_of(DocumentTraits const& traits) {
  struct Known {
    std::string_view root, format;
  };
  for (auto const& [root, format] : {Known{"Invoice", "ubl_invoice"},
                                     {"CreditNote", "ubl_credit_note"},
                                     {"ApplicationResponse", "ubl_application_response"},
                                     {"CrossIndustryInvoice", "cii"},
                                     {"Finvoice", "finvoice"},
                                     {"INVOICE_CENTER", "teappsxml"}}) {
    if (traits.root == root) return std::string{format};
  }
  return traits.root;
}

void add_findings(OfficialVerdict& verdict, model::Findings const& found,
                  std::string_view language) {
  for (auto const& one : found) {
    OfficialFinding finding;
    finding.id = one.rule.empty() ? one.code : one.rule;
    finding.flag = one.severity == model::Severity::error ? "fatal" : "warning";
    finding.location = one.pointer;
    finding.term = one.term;
    finding.message = rules::sentence(one, language);
    finding.line = static_cast<std::uint32_t>(one.line);
    finding.column = static_cast<std::uint32_t>(one.column);
    if (one.severity == model::Severity::error) verdict.valid = false;
    verdict.findings.push_back(std::move(finding));
  }
}

void write_line(Line const& line) {
  json::Writer out;
  out.begin_object();
  out.member("file", line.file);
  out.member("format", line.format);
  out.member("profile", line.verdict.profile);
  out.key("schema_valid");
  line.verdict.schema_valid ? out.boolean(*line.verdict.schema_valid) : out.null();
  out.member("valid", line.verdict.valid);
  out.key("findings");
  out.begin_array();
  for (auto const& one : line.verdict.findings) {
    out.begin_object();
    out.member("id", one.id);
    out.member("flag", one.flag);
    out.member("location", one.location);
    out.member("term", one.term);
    out.member("message", one.message);
    out.member_if("engine_error", one.engine_error);
    out.member("line", static_cast<std::int64_t>(one.line));
    out.member("column", static_cast<std::int64_t>(one.column));
    out.end_object();
  }
  out.end_array();
  out.end_object();
  fmt::print("{}\n", out.text());
}

model::Result<std::shared_ptr<RuleSet const>> set_for(Tools const& tools,
                                                      DocumentTraits const& traits) {
  if (tools.given) return tools.given;
  return tools.installed.in_force(traits, tools.day);
}

Line line_of(std::string const& file, std::string format, model::Findings const& found,
             std::string_view language) {
  Line line;
  line.file = file;
  line.format = std::move(format);
  line.verdict.profile = "built-in";
  add_findings(line.verdict, found, language);
  return line;
}

// What the schema and the official rules say, whose lines are those of the bare XML. False: no set
// is in force for it.
model::Result<bool> ask_officials(Tools& tools, documents::Part const& bare, xml::Tree const& tree,
                                  OfficialVerdict& verdict) {
  auto const set = set_for(tools, traits_of(tree));
  if (!set) return tl::unexpected{set.error()};
  if (tools.schemas) {
    auto const schema = tools.schemas->of(tree);
    if (!schema) return tl::unexpected{schema.error()};
    if (*schema) check_schema(**schema, bare.bytes, verdict);
  }
  if (*set) {
    auto found = (*set)->check(bare.bytes, tree, "");
    verdict.profile = found.profile;
    verdict.valid = verdict.valid && found.valid;
    if (found.schema_valid) verdict.schema_valid = found.schema_valid;
    for (auto& one : found.findings) verdict.findings.push_back(std::move(one));
  }
  for (auto& one : verdict.findings) {
    if (one.line > 0) one.line += static_cast<std::uint32_t>(bare.line - 1);
  }
  return *set != nullptr;
}

// The official rules where some apply, else the built-in checks.
model::Result<Line> checked(Tools& tools, std::string const& file, std::string const& bytes) {
  auto const built_in = [&] { return check_bytes(bytes, {}, tools.billing_or_none()).findings; };
  if (looks_like_json(bytes)) return line_of(file, "json", built_in(), tools.language);
  auto const bare = documents::bare_xml(bytes);
  if (!bare) return line_of(file, "", bare.error(), tools.language);
  auto const tree = xml::Tree::parse(bare->bytes);
  if (!tree) {
    return line_of(file, "", documents::moved_down(tree.error(), bare->line - 1), tools.language);
  }
  Line line;
  line.file = file;
  line.format = format_of(traits_of(*tree));
  auto const official = ask_officials(tools, *bare, *tree, line.verdict);
  if (!official) return tl::unexpected{official.error()};
  if (!*official) {
    line.verdict.profile = "built-in";
    add_findings(line.verdict, built_in(), tools.language);
  }
  return line;
}

// Gives every line of a file to take(); the problem: the rules cannot be used.
model::Result<void> each_line(Tools& tools, std::string const& file, std::string const& bytes,
                              std::function<void(Line const&)> const& take) {
  if (!tools.table) {
    auto const line = checked(tools, file, bytes);
    if (!line) return tl::unexpected{line.error()};
    take(*line);
    return {};
  }
  auto const done = tools.table->read(file, bytes, [&](std::string const& name, Checked one) {
    take(line_of(name, "csv", one.findings, tools.language));
  });
  if (!done) take(line_of(file, "csv", done.error(), tools.language));
  return {};
}

model::Result<Tools> load(Options const& options, LineChecks const& checks) {
  Tools tools;
  tools.day = checks.day.empty() ? today() : checks.day;
  if (!checks.rules.empty()) {
    auto profile = profile_of(checks.rules);
    if (!profile) return tl::unexpected{profile.error()};
    if (checks.no_schema) profile->schema.clear();
    auto set = RuleSet::compile(std::move(*profile));
    if (!set) return tl::unexpected{set.error()};
    tools.given = std::make_shared<RuleSet const>(std::move(*set));
  } else if (!options.data.empty()) {
    auto rules = OfficialRules::open(options.data / "rules");
    if (!rules) return tl::unexpected{rules.error()};
    tools.installed = std::move(*rules);
  }
  if (!checks.schema.empty() && !checks.no_schema) tools.schemas.emplace(checks.schema);
  return tools;
}

}  // namespace

int validate_lines(Options const& options, LineChecks const& checks, Validation const& asked) {
  auto tools = load(options, checks);
  if (!tools) {
    fmt::print(stderr, "airut: {}\n", tools.error().text);
    return configuration;
  }
  tools->language = asked.language;
  auto const& csv = asked.csv;
  if (!csv.profile.empty() && !(tools->table = CsvInput::open(options, csv))) return configuration;
  if (!tools->table && !Billing::open_if_named(options, csv.client, tools->billing))
    return configuration;
  int code = ok;
  bool all_read = true;
  for (auto const& file : asked.files) {
    auto const bytes = read_file(file);
    if (!bytes) {
      all_read = false;
      write_line(line_of(file, "", {unreadable_file(file)}, asked.language));
      continue;
    }
    auto const done = each_line(*tools, file, *bytes, [&](Line const& line) {
      if (!line.verdict.valid) code = findings;
      write_line(line);
    });
    if (!done) {
      fmt::print(stderr, "airut: {}\n", done.error().text);
      return configuration;
    }
  }
  return all_read ? code : static_cast<int>(unavailable);
}

}  // namespace airut::gateway::cli
