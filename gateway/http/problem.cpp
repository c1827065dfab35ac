#include "gateway/http/problem.hpp"

#include <array>
#include <utility>

#include "formats/rules/sentences.hpp"

namespace airut::gateway::http {

namespace {

std::string_view title_of(int status) {
  static constexpr std::array<std::pair<int, std::string_view>, 14> titles{{
      {400, "Bad request"},
      {401, "No valid key"},
      {403, "Not allowed"},
      {404, "Not found"},
      {405, "Method not allowed"},
      {408, "Too slow"},
      {409, "Conflict"},
      {412, "Changed meanwhile"},
      {413, "Too large"},
      {415, "Format not supported"},
      {422, "Not valid"},
      {428, "If-Match needed"},
      {500, "Internal error"},
      {503, "Come again"},
  }};
  for (auto const& [one, title] : titles)
    if (one == status) return title;
  return "Problem";
}

std::string_view invalid_title(std::string_view language) {
  if (language == "fi") return "Lasku ei ole kelvollinen";
  if (language == "sv") return "Fakturan är inte giltig";
  if (language == "nb") return "Fakturaen er ikke gyldig";
  return "The invoice is not valid";
}

}  // namespace

std::string problem_type(std::string_view code) { return "/problems/" + std::string{code}; }

Response problem(int status, std::string_view code, std::string_view detail, bool retryable) {
  json::Writer out;
  out.begin_object();
  out.member("type", problem_type(code));
  out.member("title", title_of(status));
  out.member("status", status);
  out.member("code", code);
  out.member("detail", detail);
  out.member("retryable", retryable);
  out.end_object();
  return {status, "application/problem+json", std::move(out).text(), {}};
}

Response invalid(model::Findings const& findings, std::string_view language) {
  json::Writer out;
  out.begin_object();
  out.member("type", problem_type("validation-failed"));
  out.member("title", invalid_title(language));
  out.member("status", 422);
  out.member("code", "validation-failed");
  out.member("retryable", false);
  out.key("errors");
  write_findings(out, findings, language);
  out.end_object();
  return {422,
          "application/problem+json",
          std::move(out).text(),
          {{"Content-Language", std::string{language}}}};
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
