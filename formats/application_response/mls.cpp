#include "formats/application_response/mls.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "formats/xml/document.hpp"
#include "formats/xml/writer.hpp"

namespace airut::application_response {
namespace {

constexpr std::string_view own_namespace =
    "urn:oasis:names:specification:ubl:schema:xsd:ApplicationResponse-2";
constexpr std::string_view provider_scheme = "0242";
constexpr std::array<std::string_view, 3> code_words{"AP", "AB", "RE"};
constexpr std::array<std::string_view, 4> reasons{"BV", "BW", "FD", "SV"};

class Reading {
 public:
  explicit Reading(xml::Element root) : root_(root) {}

  tl::expected<Mls, model::Findings> run() {
    if (root_.name_space() != own_namespace || root_.name() != "ApplicationResponse") {
      wrong(root_, "none", "This is no ApplicationResponse.");
      return tl::unexpected{std::move(findings_)};
    }
    head();
    out_.sender = party("SenderParty");
    out_.receiver = party("ReceiverParty");
    auto const responses = root_.children("DocumentResponse");
    if (responses.size() == 1) {
      response(responses.front());
    } else {
      wrong(root_, "response", "There must be exactly one DocumentResponse.");
    }
    if (!findings_.empty()) return tl::unexpected{std::move(findings_)};
    return std::move(out_);
  }

 private:
  void wrong(xml::Element at, std::string code, std::string detail) {
    model::Finding finding;
    finding.code = "mls-" + code;
    finding.detail = std::move(detail);
    finding.line = at ? at.line() : root_.line();
    findings_.push_back(std::move(finding));
  }
  void must_be(std::string_view name, std::string_view wanted) {
    if (root_.text_of(name) != wanted) {
      wrong(root_.child(name), "profile", fmt::format("{} must be {}.", name, wanted));
    }
  }
  void head();
  std::string party(std::string_view name);
  void response(xml::Element at);
  void code(xml::Element response);
  void line(xml::Element at);
  void issue(xml::Element at, std::string const& place);
  void agrees(xml::Element at);

  xml::Element root_;
  Mls out_;
  model::Findings findings_;
};

void Reading::head() {
  must_be("CustomizationID", mls_customization);
  must_be("ProfileID", mls_profile);
  out_.id = root_.text_of("ID");
  if (out_.id.empty()) wrong(root_, "id", "ID must not be empty.");
  auto const day = root_.text_of("IssueDate"), time = root_.text_of("IssueTime");
  if (!model::parse_date(day)) wrong(root_, "date", "IssueDate must be a day without a zone.");
  auto const moment = model::parse_instant(day + "T" + time);
  if (moment) out_.issued = *moment;
  if (!moment) wrong(root_, "time", "IssueTime must be a time with its zone.");
}

// Six digits, and perhaps '-' and a part of the provider's own.
bool is_provider(std::string_view id) {
  constexpr std::size_t digits = 6;
  auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
  auto const is_own = [&](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '_' || c == '-';
  };
  auto const number = id.substr(0, digits), own = id.substr(number.size());
  if (number.size() < digits || !std::all_of(number.begin(), number.end(), is_digit)) return false;
  return own.empty() ||
         (own.size() > 1 && own.front() == '-' && std::all_of(own.begin(), own.end(), is_own));
}

std::string Reading::party(std::string_view name) {
  auto const endpoint = root_.child(name).child("EndpointID");
  auto const id = endpoint.text();
  if (endpoint.attribute("schemeID").value_or("") != provider_scheme) {
    wrong(endpoint, "scheme", fmt::format("The {} must be named under 0242.", name));
  }
  if (!is_provider(id)) {
    wrong(endpoint, "party", fmt::format("The {} must begin with six digits.", name));
  }
  return id;
}

void Reading::code(xml::Element response) {
  auto const word = response.text_of("ResponseCode");
  auto const found = std::find(code_words.begin(), code_words.end(), word);
  if (found == code_words.end()) {
    return wrong(response, "code", "ResponseCode must be AP, AB or RE.");
  }
  out_.code = static_cast<MlsCode>(found - code_words.begin());
  out_.text = response.text_of("Description");
  if (out_.code == MlsCode::rejected && out_.text.empty()) {
    wrong(response, "text", "A rejection must have a Description.");
  }
}

void Reading::issue(xml::Element at, std::string const& place) {
  MlsIssue issue{place, at.child("Status").text_of("StatusReasonCode"), at.text_of("Description")};
  if (issue.text.empty()) wrong(at, "issue-text", "Each issue must have a Description.");
  if (std::find(reasons.begin(), reasons.end(), issue.reason) == reasons.end()) {
    wrong(at, "reason", "StatusReasonCode must be BV, BW, FD or SV.");
  }
  out_.issues.push_back(std::move(issue));
}

void Reading::line(xml::Element at) {
  auto const place = at.child("LineReference").text_of("LineID");
  if (place.empty()) wrong(at, "place", "LineID must say where, or NA.");
  for (auto const& one : at.children("Response")) issue(one, place);
}

// A rejection names a failure, and only a rejection does.
void Reading::agrees(xml::Element at) {
  bool const fails = std::any_of(out_.issues.begin(), out_.issues.end(),
                                 [](MlsIssue const& one) { return one.reason != "BW"; });
  if (out_.code == MlsCode::rejected && !fails) {
    wrong(at, "no-failure", "A rejection must name at least one failure.");
  }
  if (out_.code != MlsCode::rejected && fails) {
    wrong(at, "failure", "Only a rejection names failures.");
  }
}

void Reading::response(xml::Element at) {
  code(at.child("Response"));
  auto const references = at.children("DocumentReference");
  if (references.size() != 1) {
    wrong(at, "reference", "There must be exactly one DocumentReference.");
  } else {
    out_.instance_id = references.front().text_of("ID");
    if (out_.instance_id.empty()) wrong(at, "reference", "The DocumentReference must have an ID.");
  }
  for (auto const& one : at.children("LineResponse")) line(one);
  agrees(at);
}

void write_party(xml::Writer& out, std::string_view name, std::string_view id) {
  out.open(name);
  out.leaf("cbc:EndpointID", id, {{"schemeID", provider_scheme}});
  out.close();
}

void write_issue(xml::Writer& out, MlsIssue const& issue) {
  out.open("cac:LineResponse");
  out.open("cac:LineReference");
  out.leaf("cbc:LineID", issue.place);
  out.close();
  out.open("cac:Response");
  out.leaf("cbc:Description", issue.text);
  out.open("cac:Status");
  out.leaf("cbc:StatusReasonCode", issue.reason);
  out.close();
  out.close();
  out.close();
}

}  // namespace

tl::expected<Mls, model::Findings> read_mls(std::string_view bytes) {
  auto const document = xml::Document::parse(bytes);
  if (!document) return tl::unexpected{document.error()};
  return Reading{document->root()}.run();
}

std::string write_mls(Mls const& status) {
  auto const moment = model::instant_text(status.issued);
  constexpr std::size_t day_length = 10, second_length = 19;
  xml::Writer out{xml::Encoding::utf8};
  out.open(
      "ApplicationResponse",
      {{"xmlns", own_namespace},
       {"xmlns:cac", "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"},
       {"xmlns:cbc", "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"}});
  out.leaf("cbc:CustomizationID", mls_customization);
  out.leaf("cbc:ProfileID", mls_profile);
  out.leaf("cbc:ID", status.id);
  out.leaf("cbc:IssueDate", moment.substr(0, day_length));
  out.leaf("cbc:IssueTime", moment.substr(day_length + 1, second_length - day_length - 1) + "Z");
  write_party(out, "cac:SenderParty", status.sender);
  write_party(out, "cac:ReceiverParty", status.receiver);
  out.open("cac:DocumentResponse");
  out.open("cac:Response");
  out.leaf("cbc:ResponseCode", code_words.at(static_cast<std::size_t>(status.code)));
  out.leaf_if("cbc:Description", status.text);
  out.close();
  out.open("cac:DocumentReference");
  out.leaf("cbc:ID", status.instance_id);
  out.close();
  for (auto const& issue : status.issues) write_issue(out, issue);
  out.close();
  out.close();
  return std::move(out).text();
}

}  // namespace airut::application_response
