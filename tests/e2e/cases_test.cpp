#include <boost/json/parse.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/claim_steps.hpp"
#include "tests/support/shared_data.hpp"

// Plans, promises, collection, messages and credit over HTTP, the page and the command line.
using namespace airut;
using namespace airut::tests;

namespace {

// With a portal and a printer of letters, and a policy that lets debtors make plans.
std::string plans_portal_toml() {
  ::setenv("AIRUT_TEST_PORTAL_KEY", "0123456789abcdef0123456789abcdef", 1);
  auto toml = sample_toml();
  auto const step = toml.find("[[tenant.policy.step]]");
  toml.insert(step, "[tenant.policy.plan]\nmade_by = [\"operator\", \"debtor\"]\nfee = false\n");
  return "test_clock = \"2026-03-02\"\n[[channel]]\nname = \"portal\"\nkind = \"portal\"\n"
         "format = \"pdf\"\nbase_url = \"https://lasku.example.test\"\nlink_days = 60\n"
         "[channel.signing_key]\nenv = \"AIRUT_TEST_PORTAL_KEY\"\n"
         "[[channel]]\nname = \"print\"\nkind = \"directory\"\nformat = \"pdf\"\n"
         "path = \"@HOME@/letters\"\n" +
         toml;
}

// The debtor's browser, which keeps the cookie and sends the forms of the pages that it saw.
class Debtor {
 public:
  Debtor(Gateway const& gateway, std::string const& invoice) : gateway_(gateway) {
    auto const url = gateway.post("/v1/invoices/" + invoice + "/links", "{}").string("url");
    auto const came = get(url.substr(url.find("/h/")));
    REQUIRE(came.status == 303);
    auto const set = came.header("set-cookie");
    cookie_ = set.substr(0, set.find(';'));
  }
  Answer get(std::string const& path) const {
    return gateway_.send("GET", path, "", {{"Authorization", ""}, {"Cookie", cookie_}});
  }
  Answer post(std::string const& path, std::string const& fields) const {
    return gateway_.send("POST", path, fields,
                         {{"Authorization", ""},
                          {"Cookie", cookie_},
                          {"Content-Type", "application/x-www-form-urlencoded"}});
  }
  static std::string form_of(Answer const& page) {
    std::string const mark = "name=\"form\" value=\"";
    auto const at = page.text.find(mark);
    REQUIRE(at != std::string::npos);
    auto const begin = at + mark.size();
    return page.text.substr(begin, page.text.find('"', begin) - begin);
  }

 private:
  Gateway const& gateway_;
  std::string cookie_;
};

}  // namespace

TEST_CASE("a payment plan is offered, made, watched and completed over the API") {
  Gateway gateway{plans_portal_toml()};
  auto const invoice = submitted(gateway, "P-1");
  set_clock(gateway, "2026-03-30");
  auto const plans = "/v1/receivables/" + invoice.receivable + "/payment-plans";
  // The new day has news of its own, which must not fall between the two exports.
  REQUIRE(gateway.until([&] {
    return gateway.get("/v1/journal/export").text.find("silence_timer") != std::string::npos;
  }));
  auto const journal = gateway.get("/v1/journal/export").text;
  auto const offer = gateway.post(plans, R"({"count":2,"first_due":"2026-04-15","dry_run":true})");
  REQUIRE(offer.status == 200);
  CHECK(offer.string("total") == "535.53");  // 533.38 and 10.5 % for 14 days
  CHECK(gateway.get("/v1/journal/export").text == journal);
  CHECK(gateway.post(plans, R"({"count":2,"first_due":"2026-08-15"})").status == 409);
  CHECK(gateway.post(plans, R"({"count":2,"instalments":[{"due":"2026-04-15"}]})").status == 422);
  auto const made = gateway.post(plans, R"({"count":2,"first_due":"2026-04-15"})");
  REQUIRE(made.status == 201);
  auto const id = made.string("id");
  settle(gateway);
  CHECK(gateway.post(plans, R"({"count":2,"first_due":"2026-04-15"})").status == 409);
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  auto const run = gateway.post("/v1/day-runs", day_run("2026-03-30"));
  CHECK(run.body.at("decisions").as_array().at(0).at("reason_code") == "payment-plan");
  gateway.post("/v1/payment-files",
               statement("2026-03-27", {{"535.53", invoice.reference, "A1", ""}}, "054"));
  CHECK(gateway.get("/v1/payment-plans/" + id).string("left") == "0.00");
  gateway.post("/v1/day-runs", day_run("2026-03-30"));
  std::string shown;
  CHECK(gateway.cli({"plans", "show", id}, &shown) == 0);
  CHECK(shown.find("completed") != std::string::npos);
  auto const exported = (gateway.home() / "journal").string();
  REQUIRE(gateway.cli({"journal", "export", "-o", exported}) == 0);
  CHECK(gateway.cli({"ledger", "audit", exported}) == 0);
}

TEST_CASE("a promise rests reminders until its day and is broken by itself") {
  Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "R-1");
  set_clock(gateway, "2026-03-30");
  CHECK(gateway.cli({"promises", "make", invoice.receivable, "2026-06-30"}) == 1);
  CHECK(gateway.cli({"promises", "make", invoice.receivable, "2026-04-01"}) == 0);
  gateway.post("/v1/payment-files", statement("2026-03-27", {}));
  auto const run = gateway.post("/v1/day-runs", day_run("2026-03-30"));
  CHECK(run.body.at("decisions").as_array().at(0).at("reason_code") == "promised");
  set_clock(gateway, "2026-04-03");
  gateway.post("/v1/payment-files", statement("2026-04-02", {}));
  CHECK(gateway.post("/v1/day-runs", day_run("2026-04-03")).body.at("letters").as_int64() == 1);
  auto const all = gateway.get("/v1/receivables/" + invoice.receivable + "/promises");
  CHECK(all.body.at("data").as_array().at(0).at("state") == "broken");
}

TEST_CASE("the parties talk about an invoice, and what waits for an answer is listed") {
  Gateway gateway{clocked_toml()};
  auto const invoice = submitted(gateway, "M-1");
  auto const messages = "/v1/invoices/" + invoice.id + "/messages";
  CHECK(gateway.post(messages, R"({"text":"x"})").status == 422);
  CHECK(gateway.post(messages, R"({"text":"x","recipient":"service"})").status == 422);
  auto const asked = gateway.post(
      messages, R"({"text":"Onko työ tehty?","recipient":"biller","needs_answer":true})");
  REQUIRE(asked.status == 201);
  CHECK(gateway.get("/v1/messages?waiting=true").body.at("data").as_array().size() == 1);
  auto const answer =
      fmt::format(R"({{"text":"On.","recipient":"debtor","answers":"{}"}})", asked.string("id"));
  CHECK(gateway.post(messages, answer).status == 201);
  CHECK(gateway.get("/v1/messages?waiting=true").body.at("data").as_array().empty());
  std::string listed;
  CHECK(gateway.cli({"messages", "list", invoice.id}, &listed) == 0);
  CHECK(listed.find("Onko työ tehty?") != std::string::npos);
  auto const events = gateway.get("/v1/events?type=message.*").text;
  CHECK(events.find("message.written") != std::string::npos);
}

TEST_CASE("an invoice over its customer's limit is held until it is released") {
  Gateway gateway{clocked_toml()};
  CHECK(gateway.cli({"customers", "set", "10042", "--limit", "600.00", "--terms", "21", "--client",
                     "siivous"}) == 0);
  auto const first = submitted(gateway, "C-1");
  auto const row = gateway.get("/v1/receivables/" + first.receivable);
  CHECK(row.string("due_date") == "2026-03-23");
  auto const second = gateway.post("/v1/invoices", sample_json("C-2"));
  REQUIRE(second.status == 202);
  CHECK(second.string("status") == "held");
  auto const open = gateway.get("/v1/deviations").text;
  CHECK(open.find("credit.limit_exceeded") != std::string::npos);
  gateway.post("/v1/day-runs", day_run("2026-03-02"));
  CHECK(gateway.get("/v1/credit-alerts").text.find("over-limit") != std::string::npos);
  CHECK(gateway.post("/v1/invoices/" + second.string("id") + "/release", "{}").status < 300);
  CHECK(gateway.until([&] {
    return gateway.get("/v1/invoices/" + second.string("id")).string("status") == "sent";
  }));
}

TEST_CASE("the debtor makes a plan on the page, with the form of the page alone") {
  Gateway gateway{plans_portal_toml()};
  auto const invoice = submitted(gateway, "D-1");
  set_clock(gateway, "2026-03-30");
  Debtor const debtor{gateway, invoice.id};
  CHECK(debtor.get("/h").text.find("/h/plan") != std::string::npos);
  auto const plan = debtor.get("/h/plan?count=2");
  REQUIRE(plan.status == 200);
  CHECK(plan.text.find("<script") == std::string::npos);
  auto const form = Debtor::form_of(plan);
  CHECK(debtor.post("/h/payment-plan", "count=2&total=535.53&form=" + form + "x").status == 403);
  CHECK(debtor.post("/h/payment-plan", "count=2&total=535.53").status == 403);
  CHECK(debtor.post("/h/payment-plan", "count=2&total=535.52&form=" + form).status == 409);
  CHECK(gateway
            .send("POST", "/h/payment-plan", "count=2&total=535.53&form=" + form,
                  {{"Authorization", ""}, {"Content-Type", "application/x-www-form-urlencoded"}})
            .status == 404);
  CHECK(debtor.post("/h/payment-plan", "count=2&total=535.53&form=" + form).status == 303);
  auto const plans = gateway.get("/v1/receivables/" + invoice.receivable + "/payment-plans");
  CHECK(plans.body.at("data").as_array().at(0).at("made_by") == "debtor");
  auto const page = debtor.get("/h").text;
  CHECK(page.find("267,76 EUR") != std::string::npos);
  CHECK(page.find("535,53") == std::string::npos);  // the instalments, not the sum and its day
  CHECK(page.find("16.03.2026") == std::string::npos);
  settle(gateway);
}

TEST_CASE("the page and the API tell the days to which a rest moved a plan's instalments") {
  Gateway gateway{plans_portal_toml()};
  std::filesystem::create_directory(gateway.home() / "letters");
  auto const invoice = submitted(gateway, "D-1");
  set_clock(gateway, "2026-03-30");
  auto const claim = "/v1/receivables/" + invoice.receivable;
  auto const made =
      gateway.post(claim + "/payment-plans", R"({"count":2,"first_due":"2026-04-15"})");
  REQUIRE(made.status == 201);
  settle(gateway);
  set_clock(gateway, "2026-04-01");
  REQUIRE(gateway.post(claim + "/pause", R"({"reason":"asked"})").status == 200);
  set_clock(gateway, "2026-05-01");
  REQUIRE(gateway.post(claim + "/resume", "{}").status == 200);
  auto const shown = gateway.get("/v1/payment-plans/" + made.string("id"));
  auto const& parts = shown.body.at("instalments").as_array();
  CHECK(parts.at(0).at("due") == "2026-05-15");
  CHECK(parts.at(1).at("due") == "2026-06-14");
  auto const page = Debtor{gateway, invoice.id}.get("/h").text;
  CHECK(page.find("15.05.2026") != std::string::npos);
  CHECK(page.find("14.06.2026") != std::string::npos);
  CHECK(page.find("15.04.2026") == std::string::npos);
  settle(gateway);
}

TEST_CASE("the debtor disputes on the page, the biller answers, and both are read") {
  Gateway gateway{plans_portal_toml()};
  auto const invoice = submitted(gateway, "D-2");
  Debtor const debtor{gateway, invoice.id};
  auto const form = Debtor::form_of(debtor.get("/h"));
  CHECK(
      debtor.post("/h/messages", "about=dispute&text=%3Cb%3EEn+ole+tilannut&form=" + form).status ==
      303);
  CHECK(debtor.post("/h/messages", "about=dispute&text=x&form=wrong").status == 403);
  CHECK(debtor.get("/h").text.find("&lt;b&gt;En ole tilannut") != std::string::npos);
  CHECK(gateway.get("/v1/receivables/" + invoice.receivable).body.at("disputed") == true);
  auto const waiting = gateway.get("/v1/messages?waiting=true&recipient=biller");
  auto const& asked = waiting.body.at("data").as_array().at(0);
  CHECK(asked.at("author") == "debtor");
  CHECK(asked.at("about") == "content");
  auto const answer = fmt::format(R"({{"text":"Selvitämme.","recipient":"debtor","answers":"{}"}})",
                                  std::string_view{asked.at("id").as_string()});
  REQUIRE(gateway.post("/v1/invoices/" + invoice.id + "/messages", answer).status == 201);
  CHECK(debtor.get("/h").text.find("Selvitämme.") != std::string::npos);
  auto const talk = gateway.get("/v1/invoices/" + invoice.id + "/messages").text;
  CHECK(talk.find("\"read_by\":[\"debtor\"]") != std::string::npos);
}

namespace {

// The house with a collection agency that takes JSON from a folder.
std::string agency_toml() {
  auto toml = clocked_toml();
  toml.insert(toml.find("[[tenant]]"),
              "[[channel]]\nname = \"agency\"\nkind = \"directory\"\nformat = \"json\"\n"
              "path = \"@HOME@/agency\"\n");
  std::string const policy = "dunning_policy = \"three-steps\"\n";
  return toml.insert(toml.find(policy), "collection_partner = \"agency\"\n");
}

// What lies in the agency's folder under names of the kind.
std::vector<std::string> in_folder(Gateway const& gateway, std::string_view kind) {
  std::vector<std::string> texts;
  for (auto const& entry : std::filesystem::directory_iterator{gateway.home() / "agency"}) {
    if (entry.path().filename().string().find(kind) != std::string::npos)
      texts.push_back(slurp(entry.path()));
  }
  return texts;
}

}  // namespace

TEST_CASE("an agency finds the order in its folder, and later that the debtor paid the biller") {
  Gateway gateway{agency_toml()};
  std::filesystem::create_directory(gateway.home() / "agency");
  auto const invoice = submitted(gateway, "S-1");
  auto const run_on = [&](std::string const& day, std::string const& told) {
    settle(gateway);
    set_clock(gateway, day);
    gateway.post("/v1/payment-files", told);
    REQUIRE(gateway.post("/v1/day-runs", day_run(day)).status == 200);
    settle(gateway);
  };
  for (auto const* day : {"2026-03-31", "2026-04-15", "2026-04-30"})
    run_on(day, statement(day, {}));
  auto const claim = gateway.get("/v1/invoices/" + invoice.id).string("receivable_id");
  CHECK(gateway.post("/v1/receivables/" + claim + "/transfer-to-collection", "{}").status < 300);
  CHECK(gateway.until([&] { return in_folder(gateway, "collection-order").size() == 1; }));
  CHECK(in_folder(gateway, "collection-notice").empty());
  run_on("2026-05-04", statement("2026-05-04", {{"100.00", invoice.reference, "A1", ""}}));
  REQUIRE(gateway.until([&] { return in_folder(gateway, "collection-notice").size() == 1; }));
  auto const notice = boost::json::parse(in_folder(gateway, "collection-notice").front());
  CHECK(notice.at("event").as_string() == "payment");
  CHECK(notice.at("invoice_number").as_string() == "S-1");
  CHECK(notice.at("day").as_string() == "2026-05-04");
  run_on("2026-05-05", statement("2026-05-05", {}));
  CHECK(in_folder(gateway, "collection-notice").size() == 1);
}

namespace {

// The house whose orders the printer posts to the agency.
std::string printing_toml() {
  auto toml = clocked_toml();
  toml.insert(toml.find("[[tenant]]"),
              "[[channel]]\nname = \"paper\"\nkind = \"print\"\nformat = \"pdf\"\n"
              "path = \"@HOME@/paper\"\nbatch_time = 1\nlayout = \"letters\"\n");
  std::string const policy = "dunning_policy = \"three-steps\"\n";
  toml.insert(toml.find(policy), "collection_partner = \"paper\"\n");
  return toml.insert(toml.find("[[tenant.client.account]]"),
                     "[tenant.client.agency]\nname = \"Saatavapalvelu Oy\"\n"
                     "[tenant.client.agency.address]\nline1 = \"PL 100\"\n"
                     "postal_code = \"00101\"\ncity = \"Helsinki\"\ncountry = \"FI\"\n");
}

}  // namespace

TEST_CASE("a printed collection order leaves in a batch, with the agency in its window") {
  Gateway gateway{printing_toml()};
  auto const paper = gateway.home() / "paper";
  std::filesystem::create_directory(paper);
  auto const invoice = submitted(gateway, "P-1");
  for (auto const* day : {"2026-03-31", "2026-04-15", "2026-04-30"}) {
    settle(gateway);
    set_clock(gateway, day);
    gateway.post("/v1/payment-files", statement(day, {}));
    REQUIRE(gateway.post("/v1/day-runs", day_run(day)).status == 200);
  }
  settle(gateway);
  REQUIRE(gateway.post("/v1/receivables/" + invoice.receivable + "/transfer-to-collection", "{}")
              .status < 300);
  auto const batch = [&] {
    for (auto const& entry : std::filesystem::directory_iterator{paper})
      if (entry.path().extension() == ".zip") return entry.path();
    return std::filesystem::path{};
  };
  REQUIRE(gateway.until([&] { return !batch().empty(); }));
  auto const unpacked = gateway.home() / "unpacked";
  auto const text = gateway.home() / "said";
  REQUIRE(run({"unzip", "-q", batch().string(), "-d", unpacked.string()}, text) == 0);
  std::string manifests, pages;
  for (auto const& entry : std::filesystem::recursive_directory_iterator{unpacked}) {
    auto const kind = entry.path().extension();
    if (kind == ".xml" || kind == ".csv") manifests += slurp(entry.path());
    if (kind != ".pdf") continue;
    REQUIRE(run({"pdftotext", "-layout", entry.path().string(), "-"}, text) == 0);
    pages += slurp(text);
  }
  CHECK(manifests.find("Saatavapalvelu Oy") != std::string::npos);
  CHECK(manifests.find("Esimerkki Asiakas") == std::string::npos);
  CHECK(pages.find("Saatavapalvelu Oy") < pages.find("Esimerkki Asiakas Oy"));
  auto const deviations = gateway.get("/v1/deviations");
  for (auto const& one : deviations.body.at("data").as_array())
    FAIL_CHECK(std::string_view{one.at("code").as_string()});
}
