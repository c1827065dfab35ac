#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "formats/documents/checked.hpp"
#include "formats/json/submission.hpp"
#include "formats/json/writer.hpp"
#include "formats/rules/sentences.hpp"
#include "formats/rules/settle.hpp"
#include "gateway/cli/billing.hpp"
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

Checked check_json(std::string_view bytes, std::string_view target, Billing const* billing) {
  auto read = json::read_submission(bytes);
  if (!read) return {std::nullopt, std::move(read.error())};
  rules::CheckContext context;
  context.origin = rules::Origin::own;
  context.finvoice = finvoice_asked(target);
  if (billing != nullptr) return billing->look_over(*std::move(read), context, {});
  Checked checked{std::move(read->invoice), {}};
  checked.findings = rules::settle(*checked.invoice, {}, context);
  return checked;
}

Checked check_document(std::string_view bytes, std::string_view target, Billing const* billing) {
  auto read = documents::read_document(bytes);
  if (!read) return {std::nullopt, std::move(read.error())};
  if (billing != nullptr && billing->names_client()) {
    model::Submission submission;
    submission.invoice = std::move(read->invoice);
    auto context = documents::check_context(read->syntax);
    if (context.finvoice == rules::Ask::no) context.finvoice = finvoice_asked(target);
    return billing->look_over(std::move(submission), context, std::move(read->notes));
  }
  auto findings = documents::check(*read, finvoice_asked(target));
  return {std::move(read->invoice), std::move(findings)};
}

void write_report(json::Writer& out, std::string const& file, model::Findings const& findings,
                  std::string_view language) {
  out.begin_object();
  out.member("file", file);
  out.member("valid", !model::has_errors(findings));
  out.key("findings");
  http::write_findings(out, findings, language);
  out.end_object();
}

// Tells what was found, as text at once or as JSON at the end.
class Report {
 public:
  Report(bool json, std::string_view language) : json_(json), language_(language) {
    out_.begin_array();
  }

  void add(std::string const& name, model::Findings const& found) {
    if (model::has_errors(found)) code_ = findings;
    if (json_) return write_report(out_, name, found, language_);
    print_findings(stdout, name, found, language_);
    if (!model::has_errors(found)) fmt::print("{}: valid\n", name);
  }
  int finish() {
    out_.end_array();
    if (json_) fmt::print("{}\n", out_.text());
    return code_;
  }

 private:
  bool json_;
  std::string_view language_;
  int code_ = ok;
  json::Writer out_;
};

}  // namespace

bool looks_like_json(std::string_view bytes) {
  auto const first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{';
}

Checked check_bytes(std::string_view bytes, std::string_view target, Billing const* billing) {
  return looks_like_json(bytes) ? check_json(bytes, target, billing)
                                : check_document(bytes, target, billing);
}

model::Finding unreadable_file(std::string const& name) {
  model::Finding finding;
  finding.code = "unreadable";
  finding.detail = fmt::format("The file {} cannot be read.", name);
  return finding;
}

void print_findings(std::FILE* to, std::string const& file, model::Findings const& findings,
                    std::string_view language) {
  for (auto const& one : findings) {
    auto const place = one.line > 0 ? fmt::format("{}:{}:{}", file, one.line, one.column)
                                    : fmt::format("{}{}", file, one.pointer);
    fmt::print(to, "{}: {}: {}{}{}\n", place,
               one.severity == model::Severity::error ? "error" : "warning",
               one.rule.empty() ? "" : "[" + one.rule + "] ", rules::sentence(one, language),
               one.term.empty() ? "" : " (" + one.term + ")");
  }
}

int validate(Options const& options, Validation const& asked) {
  std::optional<CsvInput> table;
  auto const& csv = asked.csv;
  if (!csv.profile.empty() && !(table = CsvInput::open(options, csv))) return configuration;
  std::optional<Billing> billing;
  if (!table && !Billing::open_if_named(options, csv.client, billing)) return configuration;
  Report report{options.json, asked.language};
  Progress progress{asked.files.size()};
  bool all_read = true;
  for (auto const& file : asked.files) {
    progress.step(file);
    auto const bytes = read_file(file);
    if (!bytes) {
      all_read = false;
      report.add(file, {unreadable_file(file)});
    } else if (!table) {
      report.add(file, check_bytes(*bytes, {}, billing ? &*billing : nullptr).findings);
    } else {
      auto const done = table->read(file, *bytes, [&](std::string const& name, Checked checked) {
        report.add(name, checked.findings);
      });
      if (!done) report.add(file, done.error());
    }
  }
  auto const code = report.finish();
  return all_read ? code : static_cast<int>(unavailable);
}

}  // namespace airut::gateway::cli
