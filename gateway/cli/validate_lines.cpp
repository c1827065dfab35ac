#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "formats/json/writer.hpp"
#include "gateway/cli/checked.hpp"
#include "gateway/cli/commands.hpp"
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
  std::string day;
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

void add_findings(OfficialVerdict& verdict, model::Findings const& found) {
  for (auto const& one : found) {
    OfficialFinding finding;
    finding.id = one.rule.empty() ? one.code : one.rule;
    finding.flag = one.severity == model::Severity::error ? "fatal" : "warning";
    finding.location = one.pointer;
    finding.term = one.term;
    finding.message = one.detail;
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

// The official rules where some apply, else the built-in checks.
model::Result<Line> checked(Tools& tools, std::string const& file, std::string const& bytes) {
  Line line;
  line.file = file;
  if (looks_like_json(bytes)) {
    line.format = "json";
    line.verdict.profile = "built-in";
    add_findings(line.verdict, check_bytes(bytes).findings);
    return line;
  }
  auto const tree = xml::Tree::parse(bytes);
  if (!tree) {
    add_findings(line.verdict, tree.error());
    return line;
  }
  auto const traits = traits_of(*tree);
  line.format = format_of(traits);
  auto const set = set_for(tools, traits);
  if (!set) return tl::unexpected{set.error()};
  if (tools.schemas) {
    auto const schema = tools.schemas->of(*tree);
    if (!schema) return tl::unexpected{schema.error()};
    if (*schema) check_schema(**schema, bytes, line.verdict);
  }
  if (*set) {
    auto found = (*set)->check(bytes, *tree, "");
    line.verdict.profile = found.profile;
    line.verdict.valid = line.verdict.valid && found.valid;
    if (found.schema_valid) line.verdict.schema_valid = found.schema_valid;
    for (auto& one : found.findings) line.verdict.findings.push_back(std::move(one));
  } else {
    line.verdict.profile = "built-in";
    add_findings(line.verdict, check_bytes(bytes).findings);
  }
  return line;
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

int validate_lines(Options const& options, LineChecks const& checks,
                   std::vector<std::string> const& files) {
  auto tools = load(options, checks);
  if (!tools) {
    fmt::print(stderr, "airut: {}\n", tools.error().text);
    return configuration;
  }
  int code = ok;
  for (auto const& file : files) {
    auto const bytes = read_file(file);
    if (!bytes) return unavailable;
    auto const line = checked(*tools, file, *bytes);
    if (!line) {
      fmt::print(stderr, "airut: {}\n", line.error().text);
      return configuration;
    }
    if (!line->verdict.valid) code = findings;
    write_line(*line);
  }
  return code;
}

}  // namespace airut::gateway::cli
