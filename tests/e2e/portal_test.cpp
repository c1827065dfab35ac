// The debtor's page, as a browser without scripts meets it.
#include <fstream>
#include <thread>

#include <doctest/doctest.h>

#include "tests/e2e/claim_steps.hpp"
#include "tests/support/gateway.hpp"

using namespace airut;
using tests::Answer;
using tests::sample_json;

namespace {

std::string portal_toml() {
  return "test_clock = \"2026-03-02\"\n[[channel]]\nname = \"portal\"\nkind = \"portal\"\n"
         "format = \"pdf\"\nbase_url = \"https://lasku.example.test\"\nlink_days = 30\n"
         "[channel.signing_key]\nenv = \"AIRUT_TEST_PORTAL_KEY\"\n" +
         tests::sample_toml();
}

std::string by_portal(std::string const& number) {
  auto json = sample_json(number);
  json.insert(1, R"("distribution":{"channels":["portal"]},)");
  json.insert(json.find("\"customer_number\""), R"("language":"sv",)");
  return json;
}

class Browser {
 public:
  explicit Browser(tests::Gateway const& gateway) : gateway_(gateway) {}
  Answer get(std::string const& path) {
    auto answer = gateway_.send("GET", path, "", {{"Authorization", ""}, {"Cookie", cookie_}});
    auto const set = answer.header("set-cookie");
    if (!set.empty()) cookie_ = set.substr(0, set.find(';'));
    return answer;
  }

 private:
  tests::Gateway const& gateway_;
  std::string cookie_;
};

std::string page_of(tests::Gateway const& gateway, std::string const& id) {
  auto const url = gateway.post("/v1/invoices/" + id + "/links", "{}").string("url");
  Browser browser{gateway};
  browser.get(url.substr(url.find("/h/")));
  return browser.get("/h").text;
}

bool holds(std::string const& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

std::size_t views(tests::Gateway const& gateway) {
  return gateway.get("/v1/events?type=invoice.viewed&limit=200").body.at("data").as_array().size();
}

}  // namespace

TEST_CASE("a signed link becomes a cookie, shows the invoice, and proves that it was seen") {
  ::setenv("AIRUT_TEST_PORTAL_KEY", "0123456789abcdef0123456789abcdef", 1);
  tests::Gateway gateway{portal_toml()};
  auto const id = gateway.post("/v1/invoices", by_portal("P-1")).string("id");
  REQUIRE(
      gateway.until([&] { return gateway.get("/v1/invoices/" + id).string("status") == "sent"; }));
  auto const link = gateway.post("/v1/invoices/" + id + "/links", "{}");
  REQUIRE(link.status == 201);
  auto const url = link.string("url");
  REQUIRE(url.find("https://lasku.example.test/h/") == 0);
  auto const path = url.substr(url.find("/h/"));
  Browser browser{gateway};

  SUBCASE("the due day is the one that holds today") {
    REQUIRE(gateway
                .post("/v1/ledger-feed",
                      R"({"client_ref":"siivous","items":[{"id":"D1","kind":"due_date",)"
                      R"("invoice_number":"P-1","due_date":"2026-04-30"}]})")
                .body.at("taken") == 1);
    browser.get(path);
    auto const page = browser.get("/h").text;
    CHECK(page.find("30.04.2026") != page.npos);
    CHECK(page.find("16.03.2026") == page.npos);
  }
  SUBCASE("the way of the browser") {
    CHECK(browser.get("/h").status == 404);
    auto const exchange = browser.get(path);
    CHECK(exchange.status == 303);
    CHECK(exchange.header("location") == "/h");
    CHECK(exchange.header("referrer-policy") == "no-referrer");
    auto const cookie = exchange.header("set-cookie");
    CHECK(cookie.find("__Host-") == 0);
    for (auto const word : {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"}) {
      CHECK(cookie.find(word) != std::string::npos);
    }
    CHECK(views(gateway) == 0);  // the link alone shows nothing
    for (int i = 0; i < 3; ++i) {
      auto const page = browser.get("/h");
      REQUIRE(page.status == 200);
      CHECK(page.text.find("lang=\"sv\"") != std::string::npos);
      CHECK(page.text.find("P-1") != std::string::npos);
      CHECK(page.text.find("<script") == std::string::npos);
      CHECK(page.text.find(path.substr(3)) == std::string::npos);  // no token on the page
      CHECK(page.header("content-security-policy").find("default-src 'none'") == 0);
      CHECK(page.header("referrer-policy") == "no-referrer");
    }
    auto const pdf = browser.get("/h/file/invoice.pdf");
    CHECK(pdf.header("content-type") == "application/pdf");
    CHECK(pdf.text.substr(0, 5) == "%PDF-");
    CHECK(views(gateway) == 1);  // the first view is a fact, later ones change nothing
    auto const delivery = gateway.get("/v1/invoices/" + id).body.at("current_delivery");
    CHECK(delivery.at("evidence").as_string() == "delivered_to_recipient");
    CHECK(delivery.at("state").as_string() == "delivered");
  }
  SUBCASE("a link that was changed is none") {
    auto wrong = path;
    wrong[10] = wrong[10] == 'A' ? 'B' : 'A';
    CHECK(browser.get(wrong).status == 404);
  }
  SUBCASE("a revoked link says so in the reader's language") {
    browser.get(path);
    CHECK(gateway.post("/v1/invoices/" + id + "/links/revoke", R"({"reason":"lost"})").status ==
          200);
    for (auto const& place : {std::string{"/h"}, path, std::string{"/h/file/invoice.pdf"}}) {
      auto const page = browser.get(place);
      CHECK(page.status == 410);
      CHECK(page.text.find("Länken gäller inte längre") != std::string::npos);
    }
  }
  SUBCASE("an expired link too") {
    gateway.post("/v1/test/clock", R"({"now":"2026-04-15T08:00:00Z"})");
    CHECK(browser.get(path).status == 410);
  }
}

TEST_CASE("an invoice whose page nobody opened a week before its due day goes the next way") {
  ::setenv("AIRUT_TEST_PORTAL_KEY", "0123456789abcdef0123456789abcdef", 1);
  tests::TempDirectory const overlay;
  std::ofstream{overlay.path() / "channel_timers.tsv"}
      << "channel\tdispatch_time\tsilence\ttransient_max\nportal\t30s\tdue-7d\t1d\n";
  tests::Gateway gateway{"tables_overlay = \"" + overlay.path().string() + "\"\n" + portal_toml()};
  auto const submit = [&](std::string const& number, std::string_view order) {
    auto json = by_portal(number);
    json.replace(json.find(R"(["portal"])"), 10, order);
    auto const id = gateway.post("/v1/invoices", json).string("id");
    REQUIRE(gateway.until(
        [&] { return gateway.get("/v1/invoices/" + id).string("status") == "sent"; }));
    return id;
  };
  auto const by = [&](std::string const& id) {
    auto const now = gateway.get("/v1/invoices/" + id).body.at("current_delivery");
    return fmt::format("{} {}", now.at("channel").as_string().c_str(),
                       now.at("state").as_string().c_str());
  };
  auto const clock = [&](std::string_view moment) {
    auto const now = fmt::format(R"({{"now":"{}"}})", moment);
    REQUIRE(gateway.post("/v1/test/clock", now).status == 200);
  };
  constexpr auto both = R"(["portal","finvoice"])";
  auto const lying = submit("U-1", both), opened = submit("U-2", both), paid = submit("U-3", both),
             only = submit("U-4", R"(["portal"])"), moved = submit("U-5", both);
  page_of(gateway, opened);
  auto const reference = gateway.get("/v1/invoices/" + paid).string("payment_reference");
  gateway.post("/v1/payment-files",
               tests::statement("2026-03-05", {{"533.38", reference, "A1", ""}}));
  gateway.post("/v1/ledger-feed",
               R"({"client_ref":"siivous","items":[{"id":"D1","kind":"due_date",)"
               R"("invoice_number":"U-5","due_date":"2026-03-20"}]})");
  // Due on the 16th: until midnight of the 9th in Helsinki.
  clock("2026-03-08T21:59:59Z");
  std::this_thread::sleep_for(std::chrono::milliseconds{300});
  CHECK(by(lying) == "portal sent");
  clock("2026-03-08T22:00:00Z");
  REQUIRE(gateway.until([&] { return by(lying) == "finvoice sent"; }));
  REQUIRE(gateway.until([&] { return by(only) == "portal failed"; }));
  CHECK(by(opened) == "portal delivered");
  CHECK(by(paid) == "portal sent");
  CHECK(by(moved) == "portal sent");
  auto const open = gateway.get("/v1/deviations?state=open").body.at("data").as_array();
  REQUIRE(open.size() == 1);
  CHECK(open.at(0).at("code").as_string() == "portal.not_opened");
  CHECK(open.at(0).at("handler").as_string() == "operator");
  clock("2026-03-12T22:00:00Z");
  REQUIRE(gateway.until([&] { return by(moved) == "finvoice sent"; }));
  CHECK(by(paid) == "portal sent");
  CHECK(by(opened) == "portal delivered");
}

TEST_CASE("a debtor is asked for no transfer of what is debited or paid by card") {
  ::setenv("AIRUT_TEST_PORTAL_KEY", "0123456789abcdef0123456789abcdef", 1);
  tests::Gateway gateway{portal_toml()};
  auto const sent = [&](std::string const& number, std::string const& payment) {
    auto json = by_portal(number);
    json.replace(json.find(R"({"means":"credit_transfer"})"),
                 std::string_view{R"({"means":"credit_transfer"})"}.size(), payment);
    auto const answer = gateway.post("/v1/invoices", json);
    REQUIRE(answer.status == 202);
    return page_of(gateway, answer.string("id"));
  };
  auto const asked = sent("T-1", R"({"means":"credit_transfer"})");
  CHECK(holds(asked, "<dt>Konto</dt>"));
  auto const debited = sent("T-2", R"({"means":"direct_debit","mandate_id":"M-1"})");
  CHECK_FALSE(holds(debited, "<dt>Konto</dt>"));
  CHECK(holds(debited, "enligt medgivande"));
  CHECK(holds(debited, "533,38 EUR"));
  auto const carded = sent("T-3", R"({"means":"card"})");
  CHECK_FALSE(holds(carded, "<dt>Konto</dt>"));
  CHECK(holds(carded, "Betalas med kort"));
}

TEST_CASE("an overdue invoice says so on its page, and a credit note what it gives back") {
  ::setenv("AIRUT_TEST_PORTAL_KEY", "0123456789abcdef0123456789abcdef", 1);
  tests::Gateway gateway{portal_toml()};
  auto const id = gateway.post("/v1/invoices", by_portal("S-1")).string("id");
  CHECK_FALSE(holds(page_of(gateway, id), "har förfallit"));
  auto credit = by_portal("S-2");
  credit.replace(credit.find(R"("type":"invoice")"), std::string_view{R"("type":"invoice")"}.size(),
                 R"("type":"credit_note","preceding":[{"number":"S-1"}])");
  auto const answer = gateway.post("/v1/invoices", credit);
  CAPTURE(answer.text);
  REQUIRE(answer.status == 202);
  auto const page = page_of(gateway, answer.string("id"));
  CHECK(holds(page, "Kreditfaktura S-2"));
  CHECK(holds(page, "533,38 EUR"));
  CHECK(holds(page, "<dd>S-1</dd>"));
  auto const late = gateway.post("/v1/invoices", by_portal("S-3")).string("id");
  tests::settle(gateway);
  gateway.post("/v1/test/clock", R"({"now":"2026-03-20T08:00:00Z"})");
  CHECK(holds(page_of(gateway, late), "Fakturan har förfallit."));
  CHECK(holds(page_of(gateway, id), "Inget att betala."));
}

TEST_CASE("an invoice's page shows its instalments, and what is paid of them") {
  ::setenv("AIRUT_TEST_PORTAL_KEY", "0123456789abcdef0123456789abcdef", 1);
  tests::Gateway gateway{portal_toml()};
  auto json = by_portal("S-5");
  json.insert(json.find("\"lines\""),
              R"("nordic":{"instalments":[)"
              R"({"amount":"200.00","due_date":"2026-03-16","reference":"1232"},)"
              R"({"amount":"333.38","due_date":"2026-05-18","reference":"1245"}]},)");
  auto const answer = gateway.post("/v1/invoices", json);
  CAPTURE(answer.text);
  REQUIRE(answer.status == 202);
  auto const id = answer.string("id");
  auto page = page_of(gateway, id);
  CHECK(holds(page,
              "<dt>Delbetalning 1/2</dt><dd>200,00 EUR · Förfallodag 16.03.2026 · "
              "Referensnummer 1232</dd>"));
  CHECK(holds(page,
              "<dt>Delbetalning 2/2</dt><dd>333,38 EUR · Förfallodag 18.05.2026 · "
              "Referensnummer 1245</dd>"));
  tests::settle(gateway);
  // The second is paid first, by its own reference.
  gateway.post("/v1/payment-files", tests::statement("2026-03-02", {{"333.38", "1245", "A1", ""}}));
  page = page_of(gateway, id);
  CHECK(holds(page, "Referensnummer 1232</dd>"));
  CHECK(holds(page, "333,38 EUR · Förfallodag 18.05.2026 · Betalt</dd>"));
  CHECK(holds(page, "<dd>200,00 EUR</dd>"));  // what is asked now
}
