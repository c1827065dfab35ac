#include "formats/documents/documents.hpp"

#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "formats/json/submission.hpp"
#include "formats/json/writer.hpp"
#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"
#include "gateway/cli/checked.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::cli {
namespace {

template <class T>
void fill(std::optional<T>& value, std::optional<T> const& from) {
  if (!value) value = from;
}

// The document as it was, with the figures that it did not bring.
model::Invoice filled(model::Invoice invoice, model::Invoice const& completed) {
  auto& totals = invoice.totals;
  fill(totals.lines, completed.totals.lines);
  fill(totals.net, completed.totals.net);
  fill(totals.vat, completed.totals.vat);
  fill(totals.gross, completed.totals.gross);
  fill(totals.due, completed.totals.due);
  if (invoice.vat_breakdown.empty()) invoice.vat_breakdown = completed.vat_breakdown;
  for (std::size_t i = 0; i < invoice.lines.size(); ++i) {
    fill(invoice.lines[i].net_amount, completed.lines[i].net_amount);
    if (invoice.lines[i].id.empty()) invoice.lines[i].id = completed.lines[i].id;
  }
  return invoice;
}

void add(model::Findings& to, model::Findings&& more) {
  for (auto& one : more) to.push_back(std::move(one));
}

void complete_and_check(model::Invoice& invoice, model::Findings& findings) {
  add(findings, rules::complete(invoice, {}));
  add(findings, rules::check(invoice, {}));
}

Checked check_json(std::string_view bytes) {
  auto read = json::read_submission(bytes);
  if (!read) return {{}, std::move(read.error())};
  Checked checked{std::move(read->invoice), {}};
  complete_and_check(checked.invoice, checked.findings);
  return checked;
}

Checked check_document(std::string_view bytes) {
  auto read = documents::read_document(bytes);
  if (!read) return {{}, std::move(read.error())};
  Checked checked{{}, std::move(read->notes)};
  auto completed = read->invoice;
  complete_and_check(completed, checked.findings);
  checked.invoice = filled(std::move(read->invoice), completed);
  return checked;
}

void write_report(json::Writer& out, std::string const& file, model::Findings const& findings) {
  out.begin_object();
  out.member("file", file);
  out.member("valid", !model::has_errors(findings));
  out.key("findings");
  http::write_findings(out, findings);
  out.end_object();
}

}  // namespace

bool looks_like_json(std::string_view bytes) {
  auto const first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{';
}

Checked check_bytes(std::string_view bytes) {
  return looks_like_json(bytes) ? check_json(bytes) : check_document(bytes);
}

void print_findings(std::string const& file, model::Findings const& findings) {
  for (auto const& one : findings) {
    auto const place = one.line > 0 ? fmt::format("{}:{}:{}", file, one.line, one.column)
                                    : fmt::format("{}{}", file, one.pointer);
    fmt::print("{}: {}: {}{}{}\n", place,
               one.severity == model::Severity::error ? "error" : "warning",
               one.rule.empty() ? "" : "[" + one.rule + "] ", one.detail,
               one.term.empty() ? "" : " (" + one.term + ")");
  }
}

int validate(Options const& options, std::vector<std::string> const& files) {
  int code = ok;
  json::Writer out;
  out.begin_array();
  Progress progress{files.size()};
  for (auto const& file : files) {
    progress.step(file);
    auto const bytes = read_file(file);
    if (!bytes) return unavailable;
    auto const checked = check_bytes(*bytes);
    if (model::has_errors(checked.findings)) code = findings;
    if (options.json) {
      write_report(out, file, checked.findings);
    } else {
      print_findings(file, checked.findings);
      if (!model::has_errors(checked.findings)) fmt::print("{}: valid\n", file);
    }
  }
  out.end_array();
  if (options.json) fmt::print("{}\n", out.text());
  return code;
}

}  // namespace airut::gateway::cli
