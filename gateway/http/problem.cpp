#include "gateway/http/problem.hpp"

#include <fmt/format.h>

#include "formats/rules/sentences.hpp"
#include "gateway/http/problem_table.hpp"

namespace airut::gateway::http {

Response problem(int status, std::string_view code, std::string_view detail, bool retryable) {
  json::Writer out;
  out.begin_object();
  out.member("status", status);
  out.member("code", code);
  out.member("detail", detail);
  out.member("retryable", retryable);
  out.end_object();
  Response response{status, "application/problem+json", std::move(out).text(), {}, {}};
  response.problem_code = code;
  return response;
}

Response invalid(model::Findings const& findings, std::string_view language) {
  json::Writer out;
  out.begin_object();
  out.member("status", 422);
  out.member("code", "validation-failed");
  out.member("retryable", false);
  out.key("errors");
  write_findings(out, findings, language);
  out.end_object();
  Response response{422, "application/problem+json", std::move(out).text(), {}, {}};
  response.problem_code = "validation-failed";
  return response;
}

namespace {

// The body of problem() with the detail in the language: what to do about the code. What was
// written about this very case, in English, stands beside it as detail_en.
std::string with_detail(std::string_view code, std::string_view body, std::string_view language) {
  auto const own = fmt::format("\"code\":\"{}\",", code);
  auto const remedy = problem_remedy(code, language);
  auto const at = body.find(own + "\"detail\":");
  if (language == "en" || remedy.empty() || at == std::string_view::npos) return std::string{body};
  json::Writer out;
  out.begin_object();
  out.member("detail", remedy);
  out.end_object();
  auto const told = std::move(out).text();
  auto const rest = at + own.size();
  constexpr std::string_view english = "\"detail_en\"", key = "\"detail\"";
  return fmt::format("{}{},{}{}", body.substr(0, rest), told.substr(1, told.size() - 2), english,
                     body.substr(rest + key.size()));
}

}  // namespace

std::string problem_document(std::string_view code, std::string_view body, Reader const& reader) {
  json::Writer out;
  out.begin_object();
  out.member("type", fmt::format("{}/problems/{}", reader.base, code));
  out.member("title", problem_title(code, reader.language));
  out.member_if("request_id", reader.request_id);
  auto text = std::move(out).text();
  text += ',';
  text += with_detail(code, body, reader.language).substr(1);
  return text;
}

std::string problem_page(std::string_view code, std::string_view language) {
  auto const title = problem_title(code, language);
  if (title == code) return {};
  std::string page = fmt::format(
      "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><title>{}</title>"
      "<h1>{}</h1><p><code>{}</code></p><dl>",
      language, title, title, code);
  for (std::string_view const one : {"en", "fi", "sv", "nb"})
    page += fmt::format("<dt>{}<dd lang=\"{}\">{}. {}", one, one, problem_title(code, one),
                        problem_remedy(code, one));
  return page + "</dl></html>\n";
}

void write_findings(json::Writer& out, model::Findings const& findings, std::string_view language) {
  out.begin_array();
  for (auto const& one : findings) {
    out.begin_object();
    out.member("code", one.code);
    out.member("pointer", one.pointer);
    out.member_if("term", one.term);
    out.member_if("rule", one.rule);
    out.member("severity", one.severity == model::Severity::error ? "error" : "warning");
    out.member("detail", rules::sentence(one, language));
    out.member_if("expected", one.expected);
    out.member_if("actual", one.actual);
    if (one.line > 0) out.member("line", one.line);
    if (one.column > 0) out.member("column", one.column);
    out.end_object();
  }
  out.end_array();
}

}  // namespace airut::gateway::http
