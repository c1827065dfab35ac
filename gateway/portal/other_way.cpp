#include "gateway/portal/other_way.hpp"

#include <array>

#include <fmt/format.h>

#include "channels/mail/message.hpp"
#include "formats/model/ids.hpp"
#include "gateway/commit.hpp"
#include "gateway/dispatch/page_link.hpp"
#include "gateway/html/text.hpp"
#include "gateway/portal/token.hpp"
#include "gateway/portal/visit.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/suppressions.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

struct Words {
  std::string_view language, title, question, button, done;
};
constexpr std::array<Words, 4> other_way_words{{
    {"fi", "Laskut muulla tavalla kuin sähköpostilla",
     "Kun vahvistatte, laskuja ei enää lähetetä tähän sähköpostiosoitteeseen:", "Vahvista",
     "Laskut eivät enää tule tähän sähköpostiosoitteeseen. Seuraava lasku tulee muulla tavalla."},
    {"sv", "Fakturor på annat sätt än per e-post",
     "När ni bekräftar skickas inga fler fakturor till denna e-postadress:", "Bekräfta",
     "Fakturor kommer inte längre till denna e-postadress. Nästa faktura kommer på annat sätt."},
    {"nb", "Fakturaer på en annen måte enn e-post",
     "Når du bekrefter, sendes det ikke flere fakturaer til denne e-postadressen:", "Bekreft",
     "Fakturaer kommer ikke lenger til denne e-postadressen. Neste faktura kommer på en annen "
     "måte."},
    {"en", "Invoices another way than by e-mail",
     "When you confirm, no more invoices will be sent to this e-mail address:", "Confirm",
     "No more invoices come to this e-mail address. The next one comes another way."},
}};

Words const& words_of(std::string_view language) {
  if (language == "nn" || language == "no") language = "nb";
  for (auto const& words : other_way_words) {
    if (words.language == language) return words;
  }
  return other_way_words.back();
}

// The mail that the token came in.
struct Mail {
  ledger::DeliveryRow delivery;
  std::string language, biller;
};

std::optional<Mail> mail_of(api::House& house, std::string const& token) {
  auto const* portal = house.billers.portal();
  auto const claim = portal ? verify_link(token, portal->signing_key.value) : std::nullopt;
  if (!claim || claim->expires < house.clock.now()) return std::nullopt;
  auto const id = other_way_of(claim->link_id);
  if (!id) return std::nullopt;
  return house.store.read([&](ledger::Snapshot& view) -> std::optional<Mail> {
    for (auto const& tenant : house.billers.tenants()) {
      auto row = ledger::find_delivery(view, tenant.id, *id);
      if (!row) continue;
      auto const* channel = house.billers.channel(row->channel);
      bool const mail =
          channel && std::holds_alternative<config::EmailSettings>(channel->transport);
      auto const invoice = ledger::find_invoice(view, tenant.id, row->invoice_id);
      auto const* client = house.billers.client(tenant.id, row->client);
      if (!mail || !invoice) return std::nullopt;
      return Mail{*std::move(row), invoice->language, client ? client->seller.name : ""};
    }
    return std::nullopt;
  });
}

http::Response other_way_page(Mail const& mail, std::string const& middle) {
  auto const& words = words_of(mail.language);
  http::Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = fmt::format(
      "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" content=\"noindex\">"
      "<title>{}</title><style>{}</style></head><body><main><h1>{}</h1><p class=\"state\">{}</p>"
      "{}</main></body></html>",
      words.language, words.title, style_sheet, words.title, html::text(mail.biller), middle);
  add_headers(response);
  return response;
}

asio::awaitable<http::Response> question(api::House& house, http::Request request) {
  auto const mail = mail_of(house, request.path_parameters.at(0));
  if (!mail) co_return gone({}, request);
  auto const& words = words_of(mail->language);
  co_return other_way_page(
      *mail, fmt::format("<p>{} <strong>{}</strong></p><form method=\"post\"><button "
                         "name=\"List-Unsubscribe\" value=\"One-Click\">{}</button></form>",
                         words.question, html::text(mail->delivery.address), words.button));
}

// One of several readers speaks for all: the link does not tell who he is. Nothing is appended
// where it was said before.
asio::awaitable<http::Response> confirm(api::House& house, http::Request request) {
  auto const mail = mail_of(house, request.path_parameters.at(0));
  if (!mail) co_return gone({}, request);
  auto const& row = mail->delivery;
  auto const now = house.clock.now();
  std::function<bool(ledger::Transaction&)> const work = [&](ledger::Transaction& tx) {
    for (auto const& address : channels::mail_addresses(row.address)) {
      if (ledger::is_suppressed(tx, row.tenant, row.client, row.channel, address)) continue;
      ledger::AddressSuppressed fact;
      fact.suppression_id = model::new_id("sup", now);
      fact.client = row.client;
      fact.channel = row.channel;
      fact.code = "asked-by-recipient";
      fact.delivery_id = row.id;
      fact.invoice_id = row.invoice_id;
      fact.personal_address = address;
      tx.append(row.tenant, "debtor", now, fact);
    }
    return true;
  };
  co_await commit<bool>(house.store, work);
  co_return other_way_page(*mail, fmt::format("<p>{}</p>", words_of(mail->language).done));
}

}  // namespace

void add_other_way_routes(api::House& house, http::Routes& routes) {
  http::Route route;
  route.pattern = "/u/{token}";
  route.tag = "Debtor pages";
  route.summary = "Asks the recipient of a mail whether he wants invoices another way";
  route.says = {.gives = "", .media = "text/html"};
  route.handle = [&house](http::Request request) { return question(house, std::move(request)); };
  routes.push_back(route);
  route.method = http::Method::post;
  route.body = http::Body::form;
  route.summary = "The client sends no more mail to the address, as the recipient says";
  route.says.takes_media = {"application/x-www-form-urlencoded", "multipart/form-data"};
  route.handle = [&house](http::Request request) { return confirm(house, std::move(request)); };
  routes.push_back(std::move(route));
}

}  // namespace airut::gateway
