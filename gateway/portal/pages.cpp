#include "gateway/portal/pages.hpp"

#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/pdf/words.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/portal/token.hpp"
#include "ledger/store/invoices.hpp"
#include "ledger/store/links.hpp"
#include "ledger/store/receivables.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

struct Visit {
  ledger::LinkRow link;
  ledger::InvoiceRow invoice;
  std::optional<ledger::ReceivableRow> claim;
  model::Submission submission;
};

config::PortalSettings const* portal_of(Billers const& billers) {
  for (auto const& channel : billers.channels()) {
    if (auto const* portal = std::get_if<config::PortalSettings>(&channel.transport)) {
      return portal;
    }
  }
  return nullptr;
}

std::optional<Visit> visit_of(api::House& house, std::string_view token) {
  auto const* portal = portal_of(house.billers);
  auto const claim = portal ? verify_link(token, portal->signing_key.value) : std::nullopt;
  if (!claim || claim->expires < house.clock.now()) return std::nullopt;
  return house.store.read([&](ledger::Snapshot& view) -> std::optional<Visit> {
    auto const link = ledger::find_link(view, claim->link_id);
    if (!link || link->revoked) return std::nullopt;
    auto const invoice = ledger::find_invoice(view, link->tenant, link->invoice_id);
    if (!invoice || invoice->status == "cancelled") return std::nullopt;
    Visit visit{*link, *invoice, std::nullopt,
                stored_submission(view, link->tenant, link->invoice_id)};
    if (!invoice->receivable_id.empty()) {
      visit.claim = ledger::find_receivable(view, link->tenant, invoice->receivable_id);
    }
    return visit;
  });
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char const c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

constexpr std::string_view style_sheet =
    "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f3f5f7;color:#1c252c}"
    "main{max-width:40rem;margin:2rem auto;background:#fff;padding:2rem;border-radius:.5rem}"
    "h1{margin:0 0 .25rem;font-size:1.5rem}dl{display:grid;grid-template-columns:auto 1fr;"
    "gap:.35rem 1.5rem}dt{color:#55626d}dd{margin:0;font-weight:600}"
    "a.file{display:inline-block;margin-top:1.5rem;padding:.6rem 1.2rem;background:#1f4e79;"
    "color:#fff;text-decoration:none;border-radius:.3rem}.state{color:#55626d}"
    "@media print{body{background:#fff}a.file{display:none}}";

void add_row(std::string& html, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  html += fmt::format("<dt>{}</dt><dd>{}</dd>", escaped(name), escaped(value));
}

std::string reference_of(model::Payment const& payment) {
  if (!payment.reference_kind) return payment.reference;
  auto const known = model::Reference::parse(*payment.reference_kind, payment.reference);
  return known ? known->printed() : payment.reference;
}

// What is still open, by the ledger: a page that is looked at later tells the truth of that day.
model::Money open_sum(Visit const& visit) {
  if (!visit.claim) return visit.invoice.due;
  auto const& claim = *visit.claim;
  return claim.principal + claim.interest + claim.fee + claim.cost;
}

void add_payment_rows(std::string& html, Visit const& visit, pdf::Words const& words) {
  auto const& invoice = visit.submission.invoice;
  auto const open = open_sum(visit);
  add_row(html, words.to_pay,
          fmt::format("{} {}", pdf::sum_text(open, words), open.currency().code()));
  if (invoice.due_date) add_row(html, words.due_date, pdf::day_text(*invoice.due_date, words));
  if (!invoice.payment || open.is_zero()) return;
  for (auto const& account : invoice.payment->accounts) {
    auto const national = model::account_no_of_iban(account.iban);
    add_row(html, words.account, model::iban_printed(national.empty() ? account.iban : national));
  }
  bool const kid = invoice.payment->reference_kind == model::ReferenceKind::no_kid;
  add_row(html, kid ? words.kid : words.payment_reference, reference_of(*invoice.payment));
}

std::string page_of(Visit const& visit, std::string_view token) {
  auto const& invoice = visit.submission.invoice;
  auto const& words = pdf::words_of(invoice.buyer.language);
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  auto const title =
      fmt::format("{} {}", credit ? words.credit_note : words.invoice, invoice.number);
  std::string html = fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">"
      "<title>{}</title><style>{}</style></head><body><main><h1>{}</h1><p "
      "class=\"state\">{}</p><dl>",
      words.language, escaped(title), style_sheet, escaped(title), escaped(invoice.seller.name));
  add_row(html, words.date, pdf::day_text(invoice.issue_date, words));
  if (!credit) add_payment_rows(html, visit, words);
  html +=
      fmt::format("</dl><a class=\"file\" href=\"/h/{}/invoice.pdf\">PDF</a></main></body></html>",
                  escaped(token));
  return html;
}

void add_headers(http::Response& response) {
  response.headers = {
      {"Content-Security-Policy",
       "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cache-Control", "private, no-store"}};
}

http::Response gone() {
  http::Response response;
  response.status = 404;
  response.content_type = "text/html; charset=utf-8";
  response.body = "<!doctype html><meta charset=\"utf-8\"><title>404</title><p>404</p>";
  add_headers(response);
  return response;
}

asio::awaitable<void> note_view(api::House& house, Visit const& visit) {
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    tx.append(visit.link.tenant, "debtor", house.clock.now(),
              ledger::InvoiceViewed{visit.invoice.id, visit.link.id});
    return true;
  };
  co_await commit<bool>(house.store, work);
}

asio::awaitable<http::Response> show_page(api::House& house, http::Request request) {
  auto const& token = request.path_parameters.at(0);
  auto const visit = visit_of(house, token);
  if (!visit) co_return gone();
  co_await note_view(house, *visit);
  http::Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = page_of(*visit, token);
  add_headers(response);
  co_return response;
}

asio::awaitable<http::Response> show_pdf(api::House& house, http::Request request) {
  auto const visit = visit_of(house, request.path_parameters.at(0));
  if (!visit) co_return gone();
  auto const* client = house.billers.client(visit->link.tenant, visit->invoice.client);
  if (client == nullptr) co_return gone();
  auto rendered = invoice_pdf(visit->submission.invoice, *client, house.render);
  if (!rendered) throw std::runtime_error{rendered.error().text};
  http::Response response;
  response.content_type = "application/pdf";
  response.body = std::move(rendered->bytes);
  add_headers(response);
  co_return response;
}

}  // namespace

void add_portal_routes(api::House& house, http::Routes& routes) {
  using http::Body;
  using http::Method;
  routes.push_back(
      {Method::get,
       "/h/{token}",
       "",
       Body::none,
       false,
       "Debtor pages",
       "An invoice's page, by its signed link",
       {},
       [&house](http::Request request) { return show_page(house, std::move(request)); }});
  routes.push_back(
      {Method::get,
       "/h/{token}/invoice.pdf",
       "",
       Body::none,
       false,
       "Debtor pages",
       "The invoice as PDF",
       {},
       [&house](http::Request request) { return show_pdf(house, std::move(request)); }});
}

}  // namespace airut::gateway
