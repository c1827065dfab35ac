#include "formats/documents/documents.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "formats/finvoice/write.hpp"
#include "formats/json/submission.hpp"
#include "formats/json/writer.hpp"
#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"
#include "formats/ubl/write.hpp"
#include "gateway/cli/checked.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/files.hpp"
#include "gateway/http/problem.hpp"

namespace airut::gateway::cli {
bool looks_like_json(std::string const& bytes) {
  auto const first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string::npos && bytes[first] == '{';
}

Checked check_bytes(std::string const& bytes) {
  Checked checked;
  if (looks_like_json(bytes)) {
    auto read = json::read_submission(bytes);
    if (!read) return {{}, read.error()};
    checked.invoice = std::move(read->invoice);
  } else {
    auto read = documents::read_document(bytes);
    if (!read) return {{}, read.error()};
    checked.invoice = std::move(read->invoice);
    checked.findings = std::move(read->notes);
  }
  for (auto& one : rules::complete(checked.invoice, {})) checked.findings.push_back(one);
  for (auto& one : rules::check(checked.invoice, {})) checked.findings.push_back(one);
  return checked;
}

namespace {

void print_findings(std::string const& file, model::Findings const& findings) {
  for (auto const& one : findings) {
    auto const place = one.line > 0 ? fmt::format("{}:{}", file, one.line)
                                    : fmt::format("{}{}", file, one.pointer);
    fmt::print("{}: {}: {}{}{}\n", place,
               one.severity == model::Severity::error ? "error" : "warning",
               one.rule.empty() ? "" : "[" + one.rule + "] ", one.detail,
               one.term.empty() ? "" : " (" + one.term + ")");
  }
}

void write_report(json::Writer& out, std::string const& file, model::Findings const& findings) {
  out.begin_object();
  out.member("file", file);
  out.member("valid", !model::has_errors(findings));
  out.key("findings");
  http::write_findings(out, findings);
  out.end_object();
}

model::Result<std::string> converted(model::Invoice const& invoice, std::string const& to) {
  if (to == "json") return json::write_invoice(invoice) + "\n";
  if (to == "finvoice") {
    auto written = finvoice::write(invoice, std::nullopt);
    if (!written) return tl::unexpected{written.error()};
    for (auto const& note : written->notes) fmt::print(stderr, "note: {}\n", note);
    return std::move(written->bytes);
  }
  auto written = ubl::write(invoice);
  if (!written) return tl::unexpected{written.error()};
  for (auto const& note : written->notes) fmt::print(stderr, "note: {}\n", note);
  return std::move(written->bytes);
}

}  // namespace

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

int convert(Options const&, Conversion const& conversion) {
  auto const bytes = read_file(conversion.file);
  if (!bytes) return unavailable;
  auto const checked = check_bytes(*bytes);
  if (model::has_errors(checked.findings)) {
    print_findings(conversion.file, checked.findings);
    return findings;
  }
  auto const result = converted(checked.invoice, conversion.to);
  if (!result) {
    fmt::print(stderr, "{}: {}\n", conversion.file, result.error().text);
    return findings;
  }
  return write_file(conversion.out, *result) ? ok : unavailable;
}

}  // namespace airut::gateway::cli
