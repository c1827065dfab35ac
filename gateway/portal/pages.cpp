#include "gateway/portal/pages.hpp"

#include <array>

#include <fmt/format.h>

#include "formats/model/party_id.hpp"
#include "formats/paper/words.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/html/text.hpp"
#include "gateway/portal/token.hpp"
#include "ledger/store/deliveries.hpp"
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

// What a link opens: an invoice's page, or nothing any more (and in which language to say so).
struct Opened {
  std::optional<Visit> visit;
  bool was_ours = false;  // signed by this gateway, but expired, revoked or its invoice cancelled
  std::string language;
};

Opened opened_by(ledger::Snapshot& view, LinkClaim const& claim, model::Instant now) {
  Opened opened;
  auto const link = ledger::find_link(view, claim.link_id);
  auto const invoice =
      link ? ledger::find_invoice(view, link->tenant, link->invoice_id) : std::nullopt;
  if (!invoice) return opened;
  opened.was_ours = true;
  opened.language = invoice->language;
  if (link->revoked || claim.expires < now || invoice->status == "cancelled") return opened;
  opened.visit =
      Visit{*link, *invoice, std::nullopt, stored_submission(view, link->tenant, link->invoice_id)};
  if (!invoice->receivable_id.empty()) {
    opened.visit->claim = ledger::find_receivable(view, link->tenant, invoice->receivable_id);
  }
  return opened;
}

Opened open(api::House& house, std::string_view token) {
  auto const* portal = portal_of(house.billers);
  auto const claim = portal ? verify_link(token, portal->signing_key.value) : std::nullopt;
  if (!claim) return {};
  return house.store.read(
      [&](ledger::Snapshot& view) { return opened_by(view, *claim, house.clock.now()); });
}

// The token leaves the address bar for a cookie: no history, no Referer and no log of a proxy
// keeps it. Browsers take __Host- cookies from https alone.
std::string_view cookie_name(config::PortalSettings const& portal) {
  bool const secure = portal.base_url.rfind("https://", 0) == 0;
  return secure ? "__Host-airut-invoice" : "airut-invoice";
}

std::string cookie_of(config::PortalSettings const& portal, std::string_view token) {
  bool const secure = portal.base_url.rfind("https://", 0) == 0;
  return fmt::format("{}={}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax{}", cookie_name(portal),
                     token, secure ? "; Secure" : "");
}

// The token in the request's cookies, "" without one.
std::string token_of(api::House& house, http::Request const& request) {
  auto const* portal = portal_of(house.billers);
  if (portal == nullptr) return {};
  auto cookies = request.header("cookie");
  auto const name = cookie_name(*portal);
  while (!cookies.empty()) {
    auto const end = cookies.find(';');
    auto one = cookies.substr(0, end);
    cookies = end == std::string_view::npos ? std::string_view{} : cookies.substr(end + 1);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (one.size() > name.size() && one.substr(0, name.size()) == name && one[name.size()] == '=') {
      return std::string{one.substr(name.size() + 1)};
    }
  }
  return {};
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
  html += fmt::format("<dt>{}</dt><dd>{}</dd>", html::text(name), html::text(value));
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

void add_payment_rows(std::string& html, Visit const& visit, paper::Words const& words) {
  auto const& invoice = visit.submission.invoice;
  auto const open = open_sum(visit);
  add_row(html, words.to_pay,
          fmt::format("{} {}", paper::sum_text(open, words), open.currency().code()));
  if (invoice.due_date) add_row(html, words.due_date, paper::day_text(*invoice.due_date, words));
  if (!invoice.payment || open.is_zero()) return;
  for (auto const& account : invoice.payment->accounts) {
    auto const national = model::account_no_of_iban(account.iban);
    add_row(html, words.account, model::iban_printed(national.empty() ? account.iban : national));
  }
  bool const kid = invoice.payment->reference_kind == model::ReferenceKind::no_kid;
  add_row(html, kid ? words.kid : words.payment_reference, reference_of(*invoice.payment));
}

std::string page_of(Visit const& visit) {
  auto const& invoice = visit.submission.invoice;
  auto const& words = paper::words_of(invoice.buyer.language);
  bool const credit = invoice.type == model::InvoiceType::credit_note;
  auto const title =
      fmt::format("{} {}", credit ? words.credit_note : words.invoice, invoice.number);
  std::string html = fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">"
      "<title>{}</title><style>{}</style></head><body><main><h1>{}</h1><p "
      "class=\"state\">{}</p><dl>",
      words.language, html::text(title), style_sheet, html::text(title),
      html::text(invoice.seller.name));
  add_row(html, words.date, paper::day_text(invoice.issue_date, words));
  if (!credit) add_payment_rows(html, visit, words);
  html += "</dl><a class=\"file\" href=\"/h/file/invoice.pdf\">PDF</a></main></body></html>";
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

struct GoneWords {
  std::string_view language, ended, ended_more, missing;
};
constexpr std::array<GoneWords, 4> all_gone_words{{
    {"fi", "Linkki ei ole enää voimassa.",
     "Pyydä laskuttajalta uusi linkki, jos tarvitset laskun vielä.", "Sivua ei ole."},
    {"sv", "Länken gäller inte längre.",
     "Be fakturautställaren om en ny länk om du ännu behöver fakturan.", "Sidan finns inte."},
    {"nb", "Lenken gjelder ikke lenger.",
     "Be den som sendte fakturaen, om en ny lenke hvis du fortsatt trenger fakturaen.",
     "Siden finnes ikke."},
    {"en", "The link is no longer valid.",
     "Ask the sender of the invoice for a new link if you still need it.",
     "There is no such page."},
}};

GoneWords const& gone_words(std::string_view language) {
  if (language == "nn" || language == "no") language = "nb";
  for (auto const& words : all_gone_words) {
    if (words.language == language) return words;
  }
  return all_gone_words.back();
}

// 410 for a link that was good once, in its invoice's language; 404 for anything else.
http::Response gone(Opened const& opened, http::Request const& request) {
  auto const& words = gone_words(opened.language.empty() ? request.language : opened.language);
  auto const title = opened.was_ours ? words.ended : words.missing;
  auto const more = opened.was_ours ? words.ended_more : std::string_view{};
  http::Response response;
  response.status = opened.was_ours ? 410 : 404;
  response.content_type = "text/html; charset=utf-8";
  response.body = fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">"
      "<title>{}</title><style>{}</style></head><body><main><h1>{}</h1><p>{}</p></main></body>"
      "</html>",
      words.language, title, style_sheet, title, more);
  add_headers(response);
  return response;
}

asio::awaitable<http::Response> exchange(api::House& house, http::Request request) {
  auto const& token = request.path_parameters.at(0);
  auto const opened = open(house, token);
  if (!opened.visit) co_return gone(opened, request);
  http::Response response;
  response.status = 303;
  response.content_type = "text/plain";
  add_headers(response);
  response.headers.emplace_back("Location", "/h");
  response.headers.emplace_back("Set-Cookie", cookie_of(*portal_of(house.billers), token));
  co_return response;
}

// The first view of a link is a fact, and the proof that the portal's own delivery arrived. Later
// ones change nothing.
asio::awaitable<void> note_view(api::House& house, Visit const& visit) {
  if (visit.link.viewed) co_return;
  StepContext const context{house.billers, house.codes, "debtor", house.clock.now(), &house.law};
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    auto const link = ledger::find_link(tx, visit.link.id);
    if (!link || link->viewed) return false;
    tx.append(link->tenant, "debtor", context.now,
              ledger::InvoiceViewed{visit.invoice.id, visit.link.id});
    ledger::DeliveryFilter filter;
    filter.invoice_id = visit.invoice.id;
    for (auto const& row : ledger::list_deliveries(tx, link->tenant, filter, {200, ""}).rows) {
      bool const shown = row.state == "sent" || row.state == "delivered";
      auto const* channel = house.billers.channel(row.channel);
      if (!shown || channel == nullptr || row.evidence != "handed_over" ||
          !std::holds_alternative<config::PortalSettings>(channel->transport)) {
        continue;
      }
      Rules const rules{house.codes};
      auto const proof = channels::Evidence::delivered_to_recipient;
      apply_step(tx, row, after_evidence(row, proof, rules, context.now), {}, context);
    }
    return true;
  };
  co_await commit<bool>(house.store, work);
}

asio::awaitable<http::Response> show_page(api::House& house, http::Request request) {
  auto const opened = open(house, token_of(house, request));
  if (!opened.visit) co_return gone(opened, request);
  co_await note_view(house, *opened.visit);
  http::Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = page_of(*opened.visit);
  add_headers(response);
  co_return response;
}

asio::awaitable<http::Response> show_pdf(api::House& house, http::Request request) {
  auto const opened = open(house, token_of(house, request));
  auto const* client =
      opened.visit ? house.billers.client(opened.visit->link.tenant, opened.visit->invoice.client)
                   : nullptr;
  if (client == nullptr) co_return gone(opened, request);
  auto rendered = invoice_pdf(opened.visit->submission, *client, house.render);
  if (!rendered) throw std::runtime_error{rendered.error().text};
  http::Response response;
  response.content_type = "application/pdf";
  response.body = std::move(rendered->bytes);
  add_headers(response);
  co_return response;
}

http::Route page(std::string_view pattern, std::string_view summary,
                 std::function<asio::awaitable<http::Response>(http::Request)> handle,
                 http::Says says) {
  http::Route route;
  route.pattern = pattern;
  route.tag = "Debtor pages";
  route.summary = summary;
  route.handle = std::move(handle);
  route.says = std::move(says);
  return route;
}

}  // namespace

void add_portal_routes(api::House& house, http::Routes& routes) {
  routes.push_back(
      page("/h", "An invoice's page, by the cookie that its link was exchanged for",
           [&house](http::Request request) { return show_page(house, std::move(request)); },
           {.gives = "", .media = "text/html"}));
  routes.push_back(
      page("/h/{token}", "Exchanges a signed link for a cookie",
           [&house](http::Request request) { return exchange(house, std::move(request)); },
           {.gives = "", .status = 303, .media = "text/html"}));
  routes.push_back(
      page("/h/file/invoice.pdf", "The invoice as PDF",
           [&house](http::Request request) { return show_pdf(house, std::move(request)); },
           {.gives = "", .media = "application/pdf"}));
}

}  // namespace airut::gateway
