#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "formats/documents/checked.hpp"
#include "formats/json/submission.hpp"
#include "formats/json/writer.hpp"
#include "formats/rules/settle.hpp"
#include "gateway/cli/checked.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/csv_input.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::cli {
namespace {

rules::Ask finvoice_asked(std::string_view target) {
  return target.starts_with("finvoice") ? rules::Ask::warn : rules::Ask::no;
}

Checked check_json(std::string_view bytes, std::string_view target) {
  auto read = json::read_submission(bytes);
  if (!read) return {std::nullopt, std::move(read.error())};
  Checked checked{std::move(read->invoice), {}};
  rules::CheckContext context;
  context.origin = rules::Origin::own;
  context.finvoice = finvoice_asked(target);
  checked.findings = rules::settle(*checked.invoice, {}, context);
  return checked;
}

Checked check_document(std::string_view bytes, std::string_view target) {
  auto read = documents::read_document(bytes);
  if (!read) return {std::nullopt, std::move(read.error())};
  auto findings = documents::check(*read, finvoice_asked(target));
  return {std::move(read->invoice), std::move(findings)};
}

void write_report(json::Writer& out, std::string const& file, model::Findings const& findings) {
  out.begin_object();
  out.member("file", file);
  out.member("valid", !model::has_errors(findings));
  out.key("findings");
  http::write_findings(out, findings);
  out.end_object();
}

// Tells what was found, as text at once or as JSON at the end.
class Report {
 public:
  explicit Report(bool json) : json_(json) { out_.begin_array(); }

  void add(std::string const& name, model::Findings const& found) {
    if (model::has_errors(found)) code_ = findings;
    if (json_) return write_report(out_, name, found);
    print_findings(stdout, name, found);
    if (!model::has_errors(found)) fmt::print("{}: valid\n", name);
  }
  int finish() {
    out_.end_array();
    if (json_) fmt::print("{}\n", out_.text());
    return code_;
  }

 private:
  bool json_;
  int code_ = ok;
  json::Writer out_;
};

}  // namespace

bool looks_like_json(std::string_view bytes) {
  auto const first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{';
}

Checked check_bytes(std::string_view bytes, std::string_view target) {
  return looks_like_json(bytes) ? check_json(bytes, target) : check_document(bytes, target);
}

void print_findings(std::FILE* to, std::string const& file, model::Findings const& findings) {
  for (auto const& one : findings) {
    auto const place = one.line > 0 ? fmt::format("{}:{}:{}", file, one.line, one.column)
                                    : fmt::format("{}{}", file, one.pointer);
    fmt::print(to, "{}: {}: {}{}{}\n", place,
               one.severity == model::Severity::error ? "error" : "warning",
               one.rule.empty() ? "" : "[" + one.rule + "] ", one.detail,
               one.term.empty() ? "" : " (" + one.term + ")");
  }
}

int validate(Options const& options, std::vector<std::string> const& files, CsvChoice const& csv) {
  std::optional<CsvInput> table;
  if (!csv.profile.empty() && !(table = CsvInput::open(options, csv))) return configuration;
  Report report{options.json};
  Progress progress{files.size()};
  for (auto const& file : files) {
    progress.step(file);
    auto const bytes = read_file(file);
    if (!bytes) return unavailable;
    if (!table) {
      report.add(file, check_bytes(*bytes).findings);
      continue;
    }
    auto const done = table->read(file, *bytes, [&](std::string const& name, Checked checked) {
      report.add(name, checked.findings);
    });
    if (!done) report.add(file, done.error());
  }
  return report.finish();
}

}  // namespace airut::gateway::cli
