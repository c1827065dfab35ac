#include <filesystem>

#include <doctest/doctest.h>

#include "tests/support/gateway.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/text.hpp"

// An invoice that goes to Peppol answers to Peppol's rules when it is submitted, and what no
// document of it says is told on its timeline.

using namespace airut;
using tests::Gateway, tests::sample_json, tests::sample_toml;
using tests::has;
using tests::with;

namespace {

std::string peppol_directory_toml() {
  auto toml = with(sample_toml(), "format = \"finvoice\"", "format = \"ubl\"");
  toml = with(toml, "name = \"finvoice\"", "name = \"peppol\"");
  toml = with(toml, "business = [\"finvoice\"]", "business = [\"peppol\"]");
  return with(toml, "consumer = [\"finvoice\"]", "consumer = [\"peppol\"]");
}

std::string with_member(std::string const& number, std::string const& member) {
  return with(sample_json(number), "\"currency\":\"EUR\",", "\"currency\":\"EUR\"," + member + ",");
}

std::string sent_file(Gateway const& gateway, std::string const& id) {
  REQUIRE(
      gateway.until([&] { return gateway.get("/v1/invoices/" + id).string("status") == "sent"; }));
  for (auto const& entry : std::filesystem::directory_iterator(gateway.home() / "out"))
    return tests::slurp(entry.path());
  return {};
}

}  // namespace

TEST_CASE("what Peppol's receivers would refuse is refused at the door when it goes there") {
  Gateway gateway{peppol_directory_toml()};
  auto const unreferenced = with(sample_json("Q-1"), "\"buyer_reference\":\"KP-1\",", "");
  auto const answer = gateway.post("/v1/invoices", unreferenced);
  CHECK(answer.status == 422);
  CHECK(has(answer.text, "PEPPOL-EN16931-R003"));
  CHECK(gateway.post("/v1/invoices?dry_run=true", unreferenced).status == 422);
  auto const report = gateway.post("/v1/validate", unreferenced);
  CHECK(report.body.at("valid").as_bool() == false);
  auto attached = sample_json("Q-2");
  attached.insert(attached.rfind('}'), R"(,"attachments":[{"filename":"a.txt",)"
                                       R"("media_type":"text/plain","content":"SGVp"}])");
  auto const refused = gateway.post("/v1/invoices", attached);
  CHECK(refused.status == 422);
  CHECK(has(refused.text, "PEPPOL-EN16931-CL001"));
  auto const batch = gateway.send("POST", "/v1/batches", unreferenced + "\n" + sample_json("Q-3"),
                                  {{"Idempotency-Key", "both"}, {"Prefer", "wait=30"}});
  CAPTURE(batch.text);
  CHECK(batch.body.at("rejected").as_int64() == 1);
  CHECK(batch.body.at("accepted").as_int64() == 1);
  auto const trial =
      gateway.send("POST", "/v1/batches?dry_run=true", unreferenced + "\n" + sample_json("Q-4"),
                   {{"Idempotency-Key", "trial"}});
  CAPTURE(trial.text);
  CHECK(trial.body.at("rejected").as_int64() == 1);
  CHECK(trial.body.at("accepted").as_int64() == 1);
}

TEST_CASE("what Finvoice cannot say is told at the door, and by what is held there later") {
  Gateway gateway{sample_toml()};
  auto const number = std::string(21, '7');
  auto const answer = gateway.post("/v1/invoices", sample_json(number));
  REQUIRE(answer.status == 202);
  CHECK(has(answer.text, "format-cannot-say"));
  CHECK(has(answer.text, "InvoiceNumber"));
  auto const id = answer.string("id");
  REQUIRE(
      gateway.until([&] { return gateway.get("/v1/invoices/" + id).string("status") == "held"; }));
  CHECK(has(gateway.get("/v1/deviations").text, "internal.render_failed"));
  CHECK_FALSE(has(gateway.post("/v1/invoices", sample_json("7")).text, "format-cannot-say"));
}

// What is told of a batch's document stands in the journal for good, also when its buyer is
// forgotten.
TEST_CASE("what Finvoice cannot say is told without the words of the invoice") {
  Gateway gateway{sample_toml()};
  auto const mailbox = "matti." + std::string(60, 'm') + "@example.test";
  auto const charged =
      with(with(sample_json("Q-5"), R"("customer_number":"10042")",
                R"("customer_number":"10042","contact":{"email":")" + mailbox + "\"}"),
           "\"lines\":[",
           R"("adjustments":[{"type":"charge","amount":"3.00","reason":"Lisä",)"
           R"("vat":{"category":"S","rate":"25.5"}}],"lines":[)");
  auto const batch = gateway.send("POST", "/v1/batches", charged,
                                  {{"Idempotency-Key", "long"}, {"Prefer", "wait=30"}});
  CAPTURE(batch.text);
  REQUIRE(batch.body.at("accepted").as_int64() == 1);
  auto const journal = gateway.get("/v1/journal/export").text;
  CHECK(has(journal, "BuyerEmailaddressIdentifier"));
  CHECK_FALSE(has(journal, mailbox));
}

TEST_CASE("the same invoice by another channel is only warned of") {
  Gateway gateway{sample_toml()};
  auto const answer =
      gateway.post("/v1/invoices", with(sample_json("Q-1"), "\"buyer_reference\":\"KP-1\",", ""));
  CHECK(answer.status == 202);
  CHECK(has(answer.text, "PEPPOL-EN16931-R003"));
}

TEST_CASE("two notes leave as one, and what UBL has no place for is told on the timeline once") {
  Gateway gateway{peppol_directory_toml()};
  auto const body = with(with_member("Q-4", R"("notes":["Kiitos","Ehdot verkossa"])"),
                         "\"means\":\"credit_transfer\"",
                         "\"means\":\"credit_transfer\",\"late_interest_percent\":\"8\"");
  auto const id = gateway.post("/v1/invoices", body).string("id");
  CHECK(has(sent_file(gateway, id), "<cbc:Note>Kiitos\nEhdot verkossa</cbc:Note>"));
  int told = 0;
  auto const timeline = gateway.get("/v1/invoices/" + id + "/timeline");
  for (auto const& event : timeline.body.at("data").as_array()) {
    if (event.at("type").as_string() != "delivery.noted") continue;
    ++told;
    CHECK(has(std::string{event.at("data").at("note").as_string()}, "The rate of late interest"));
  }
  CHECK(told == 1);
}
