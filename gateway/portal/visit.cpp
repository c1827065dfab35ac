#include "gateway/portal/visit.hpp"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "formats/paper/write.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/apply.hpp"
#include "gateway/dispatch/lifecycle.hpp"
#include "gateway/letters/instalment_standings.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/plans.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

struct GoneWords {
  std::string_view language, ended, ended_more, missing;
};
constexpr std::array<GoneWords, 4> all_gone_words{{
    {"fi", "Linkki ei ole enää voimassa.",
     "Pyydä laskuttajalta uusi linkki, jos tarvitset laskun vielä.", "Sivua ei ole."},
    {"sv", "Länken gäller inte längre.",
     "Be faktureraren om en ny länk om du ännu behöver fakturan.", "Sidan finns inte."},
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

}  // namespace

Opened opened_by(ledger::Snapshot& view, LinkClaim const& claim, model::Instant now) {
  Opened opened;
  auto const link = ledger::find_link(view, claim.link_id);
  auto const invoice =
      link ? ledger::find_invoice(view, link->tenant, link->invoice_id) : std::nullopt;
  if (!invoice) return opened;
  opened.was_ours = true;
  opened.language = invoice->language;
  if (link->revoked || claim.expires < now || invoice->status == "cancelled") return opened;
  opened.visit = Visit{*link, *invoice, std::nullopt,
                       stored_submission(view, link->tenant, link->invoice_id), false};
  // A credit note asks for nothing, though a credit of it may be kept.
  if (!invoice->receivable_id.empty() && invoice->type != "credit_note") {
    opened.visit->claim = ledger::find_receivable(view, link->tenant, invoice->receivable_id);
    opened.visit->has_plan =
        ledger::plan_in_force(view, link->tenant, invoice->receivable_id).has_value();
    if (opened.visit->claim)
      opened.visit->instalments =
          instalment_standings(view, *opened.visit->claim, opened.visit->submission.invoice);
  }
  return opened;
}

// The token leaves the address bar for a cookie: no history, no Referer and no log of a proxy
// keeps it. Browsers take __Host- cookies from https alone.
std::string_view cookie_name(config::PortalSettings const& portal) {
  bool const secure = portal.base_url.rfind("https://", 0) == 0;
  return secure ? "__Host-airut-invoice" : "airut-invoice";
}

Opened open(api::House& house, std::string_view token) {
  auto const* portal = house.billers.portal();
  auto const claim = portal ? verify_link(token, portal->signing_key.value) : std::nullopt;
  if (!claim) return {};
  return house.store.read(
      [&](ledger::Snapshot& view) { return opened_by(view, *claim, house.clock.now()); });
}

std::string token_of(api::House& house, http::Request const& request) {
  auto const* portal = house.billers.portal();
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

std::string cookie_of(config::PortalSettings const& portal, std::string_view token) {
  bool const secure = portal.base_url.rfind("https://", 0) == 0;
  return fmt::format("{}={}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax{}", cookie_name(portal),
                     token, secure ? "; Secure" : "");
}

void add_headers(http::Response& response) {
  response.headers = {
      {"Content-Security-Policy",
       "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; "
       "form-action 'self'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cache-Control", "private, no-store"}};
}

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

asio::awaitable<void> note_view(api::House& house, Visit const& visit, std::string_view channel) {
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
      auto const* settings = house.billers.channel(row.channel);
      bool const own =
          settings && std::holds_alternative<config::PortalSettings>(settings->transport);
      bool const here = channel.empty() ? own : row.channel == channel;
      bool const proven = row.evidence != "handed_over" && row.evidence != "accepted_by_operator";
      if (!shown || !here || proven) continue;
      auto const rules = rules_of(tx, row, channels::Repeat::never, context);
      auto const proof = channels::Evidence::delivered_to_recipient;
      apply_step(tx, row, after_evidence(row, proof, rules, context.now), {}, context);
    }
    return true;
  };
  co_await commit<bool>(house.store, work);
}

asio::awaitable<http::Response> pdf_of(api::House& house, Opened const& opened,
                                       http::Request const& request) {
  auto const* client =
      opened.visit ? house.billers.client(opened.visit->link.tenant, opened.visit->invoice.client)
                   : nullptr;
  if (client == nullptr) co_return gone(opened, request);
  auto response = co_await channels::on_pool(house.workers, [&] {
    auto rendered = invoice_pdf(opened.visit->submission, *client, house.render);
    if (!rendered) throw std::runtime_error{rendered.error().text};
    http::Response drawn;
    drawn.content_type = "application/pdf";
    drawn.body = std::move(rendered->bytes);
    return drawn;
  });
  add_headers(response);
  co_return response;
}

}  // namespace airut::gateway
