#include "formats/vipps/document.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "formats/json/tree.hpp"
#include "formats/json/writer.hpp"

namespace airut::vipps {
namespace {

constexpr std::size_t id_most = 200, name_most = 40;

std::string_view type_of(efaktura::Kind kind) {
  switch (kind) {
    case efaktura::Kind::invoice:
      return "invoice";
    case efaktura::Kind::reminder:
      return "paymentReminder";
    case efaktura::Kind::dunning:
      return "debtCollectionWarning";
    case efaktura::Kind::collection_notice:
      return "debtCollectionNotice";
    case efaktura::Kind::payment_request:
      return "debtCollectionReminder";
  }
  return {};
}

// At most so many characters, not cut inside one.
std::string cut(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size(); ++at) {
    bool const begins = (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
    if (begins && ++count > characters) break;
  }
  return std::string{text.substr(0, at)};
}

bool is_https(std::string_view url) { return url.starts_with("https://"); }

void write_document(json::Writer& out, std::string_view type, std::string_view url) {
  out.begin_object();
  out.member("mimeType", type);
  out.member("url", url);
  out.end_object();
}

// Looks into an answer without a schema of its own: what is absent or of another kind is empty.
class Look {
 public:
  Look(json::Tree const& tree, json::Node const* node) : tree_(tree), node_(node) {}

  Look at(std::string_view name) const {
    if (node_ == nullptr || node_->kind != json::Kind::object) return {tree_, nullptr};
    for (auto const* one = tree_.first_child(*node_); one; one = tree_.next(*one)) {
      if (one->key == name) return {tree_, one};
    }
    return {tree_, nullptr};
  }
  std::string text() const {
    return node_ && node_->kind == json::Kind::string ? std::string{node_->text} : std::string{};
  }
  std::int64_t number() const {
    std::int64_t value = 0;
    if (node_ == nullptr || node_->kind != json::Kind::number) return value;
    std::from_chars(node_->text.data(), node_->text.data() + node_->text.size(), value);
    return value;
  }
  std::vector<Look> items() const {
    std::vector<Look> all;
    if (node_ == nullptr || node_->kind != json::Kind::array) return all;
    for (auto const* one = tree_.first_child(*node_); one; one = tree_.next(*one)) {
      all.push_back({tree_, one});
    }
    return all;
  }

 private:
  json::Tree const& tree_;
  json::Node const* node_;
};

std::string said(Look const& problem) {
  auto const type = problem.at("type").text(), title = problem.at("title").text();
  auto const detail = problem.at("detail").text();
  if (type.empty() && title.empty()) return {};
  return fmt::format("{}: {}{}{}", type, title, detail.empty() ? "" : " ", detail);
}

Terms terms_at(Look const& invoice) {
  auto const payment = invoice.at("paymentInformation");
  return {payment.at("account").text(), payment.at("value").text(),
          invoice.at("invoiceType").text(), invoice.at("amount").number(),
          invoice.at("due").text().substr(0, 10)};
}

}  // namespace

std::string invoice_id(std::string_view issuer, std::string_view reference) {
  auto id = fmt::format("orgno-no.{}.", issuer);
  for (char const c : reference.substr(0, id_most - id.size())) {
    bool const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    id += plain ? c : '-';
  }
  return id;
}

model::Result<std::string> write_invoice(efaktura::Bill const& bill, std::string_view icon_url) {
  if (!is_https(bill.document) || !is_https(bill.page)) {
    return tl::unexpected{model::Problem{model::Fault::unsupported,
                                         "Vipps shows documents at https addresses alone."}};
  }
  json::Writer out;
  out.begin_object();
  out.key("paymentInformation");
  out.begin_object();
  out.member("type", bill.is_kid ? "kid" : "message");
  out.member("value", bill.reference);
  out.member("account", bill.account);
  out.end_object();
  out.member("invoiceType", type_of(bill.kind));
  // Noon: the same day in Norway, whatever the season.
  out.member("due", model::date_text(bill.due) + "T12:00:00Z");
  out.member("amount", bill.amount.minor());
  out.member("subject", bill.number);
  out.member("issuerName", cut(bill.issuer_name, name_most));
  out.key("commercialInvoice");
  out.begin_array();
  write_document(out, "application/pdf", bill.document);
  write_document(out, "text/html", bill.page);
  out.end_array();
  out.member_if("issuerIconUrl", icon_url);
  out.end_object();
  return std::move(out).text();
}

std::string addressed(std::string_view document, std::string_view recipient_token) {
  json::Writer out;
  out.begin_object();
  out.member("recipientToken", recipient_token);
  auto head = std::move(out).text();
  return head + "," + std::string{document.substr(1)};
}

std::optional<Standing> read_invoice(std::string_view bytes) {
  auto const tree = json::Tree::parse(bytes);
  if (!tree) return std::nullopt;
  Look const invoice{*tree, &tree->root()};
  auto const status = invoice.at("status");
  Standing standing;
  standing.state = status.at("state").text();
  standing.etag = invoice.at("etag").text();
  if (standing.etag.empty()) standing.etag = status.at("etag").text();  // as it once was
  // It goes back in a header: nothing may end the line.
  auto const plain = [](char c) { return c >= ' ' && c != 0x7f; };
  if (!std::all_of(standing.etag.begin(), standing.etag.end(), plain)) return std::nullopt;
  standing.terms = terms_at(invoice);
  for (auto const& one : status.at("problems").items()) standing.problems.push_back(said(one));
  if (standing.state.empty()) return std::nullopt;
  return standing;
}

std::optional<Terms> terms_of(std::string_view invoice_in) {
  auto const tree = json::Tree::parse(invoice_in);
  if (!tree) return std::nullopt;
  return terms_at({*tree, &tree->root()});
}

std::string read_recipient_token(std::string_view bytes) {
  auto const tree = json::Tree::parse(bytes);
  return tree ? Look{*tree, &tree->root()}.at("recipientToken").text() : std::string{};
}

std::string read_error(std::string_view bytes) {
  auto const tree = json::Tree::parse(bytes);
  return tree ? said(Look{*tree, &tree->root()}.at("error")) : std::string{};
}

}  // namespace airut::vipps
