#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/support/gateway.hpp"
#include "tests/support/text.hpp"

using namespace airut;
using tests::has;
using tests::with;

namespace {

using tests::Answer;
using tests::Gateway;
using tests::sample_json;

// "code pointer" of every finding.
std::string findings_of(Answer const& answer) {
  std::string all;
  if (!answer.body.is_object()) return all;
  auto const* errors = answer.body.as_object().if_contains("errors");
  if (!errors) return answer.string("code");
  for (auto const& one : errors->as_array()) {
    all += std::string{one.at("code").as_string()} + " " +
           std::string{one.at("pointer").as_string()} + "; ";
  }
  return all;
}

std::string utf16(std::string_view text) {
  std::string out = "\xFF\xFE";
  for (char const c : text) {
    out += c;
    out += '\0';
  }
  return out;
}

std::string lines_json(int count) {
  auto const line =
      R"({"name":"Siivous","quantity":"1","net_price":"1.00","vat":{"category":"S","rate":"25.5"}})";
  std::string all;
  for (int i = 0; i < count; ++i) all += (i == 0 ? "" : ",") + std::string{line};
  return all;
}

}  // namespace

TEST_CASE("bad JSON is refused with every finding at its place, and nothing is kept") {
  Gateway gateway{tests::sample_toml()};
  auto const good = sample_json("J-1");
  struct Row {
    std::string body;
    std::string_view found;
  };
  auto const good_with = [&](std::string_view from, std::string_view to) {
    return with(good, from, to);
  };
  for (auto const& [body, found] : {
           Row{good_with("\"42.50\"", "42.50"), "number-not-string /invoice/lines/0/net_price"},
           Row{good_with("\"10\"", "10"), "number-not-string /invoice/lines/0/quantity"},
           Row{good_with("\"42.50\"", "\"4e1\""), "bad-decimal /invoice/lines/0/net_price"},
           Row{good_with("\"42.50\"", "\"NaN\""), "bad-decimal /invoice/lines/0/net_price"},
           Row{good_with("\"42.50\"", "\" 42.50\""), "bad-decimal /invoice/lines/0/net_price"},
           Row{good_with("\"42.50\"", "\"42,50\""), "bad-decimal /invoice/lines/0/net_price"},
           Row{good_with("\"42.50\"", "\"" + std::string(400, '9') + "\""), "bad-decimal"},
           Row{good_with("\"currency\":", "\"colour\":\"red\",\"currency\":"),
               "unknown-member /invoice/colour"},
           Row{good_with("\"currency\":", "\"a/b~c\":1,\"currency\":"),
               "unknown-member /invoice/a~1b~0c"},
           Row{good_with("\"currency\":", "\"number\":\"x\",\"currency\":"),
               "duplicate-member /invoice/number"},
           Row{good_with("\"currency\":", "\"n\\u0075mber\":\"x\",\"currency\":"),
               "duplicate-member /invoice/number"},
           Row{good_with("\"lines\":[", "\"lines\":{\"a\":["), "json-syntax"},
           Row{good_with("\"2026-03-02\"", "\"2026-02-30\""), "bad-date /invoice/issue_date"},
           Row{good_with("\"2026-03-02\"", "\"02.03.2026\""), "bad-date /invoice/issue_date"},
           Row{good_with("\"2026-03-02\"", "20260302"), "number-not-string /invoice/issue_date"},
           Row{good_with("\"EUR\"", "\"XYZ\""), "currency-unknown /invoice/currency"},
           Row{good_with("\"EUR\"", "null"), "wrong-type /invoice/currency"},
           Row{good_with("KP-1", "K\\u0000P"), "control-character /invoice/buyer_reference"},
           Row{good_with("KP-1", "\\ud800"), "json-syntax"},
           Row{good_with("KP-1", "\xED\xA0\x80"), "json-syntax"},
           Row{good_with("KP-1", "\xC0\xAF"), "json-syntax"},
           Row{good_with("KP-1", "\xFF"), "json-syntax"},
           Row{good_with("KP-1", "a\nb"), "json-syntax"},
           Row{good_with("KP-1", std::string(71, 'x')), "too-long /invoice/buyer_reference"},
           Row{utf16(good), "json-syntax"},
           Row{good + " x", "json-syntax"},
           Row{good + good, "json-syntax"},
           Row{"", "json-syntax"},
           Row{" ", "json-syntax"},
           Row{"null", "wrong-type"},
           Row{"[]", "wrong-type"},
           Row{"{}", "missing /invoice"},
           Row{R"({"invoice":[]})", "wrong-type /invoice"},
           Row{R"({"invoice":{}})", "missing /invoice/number"},
           Row{"{'a':1}", "json-syntax"},
           Row{"{\"a\":1,}", "json-syntax"},
           Row{"{\"a\":1 // no\n}", "json-syntax"},
           Row{"{\"a\":Infinity}", "json-syntax"},
           Row{std::string(100000, '['), "json-syntax"},
           Row{"{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}", "json-syntax"},
           Row{good_with(lines_json(1).substr(0, 10),
                         lines_json(10000) + "," + lines_json(1).substr(0, 10)),
               "too-many /invoice/lines"},
       }) {
    auto const answer = gateway.post("/v1/invoices", body);
    CAPTURE(body.substr(0, 300));
    CAPTURE(answer.text.substr(0, 600));
    CHECK(answer.status == 422);
    CHECK(answer.header("content-type") == "application/problem+json");
    CHECK(has(findings_of(answer), found));
  }
  auto const many = gateway.post(
      "/v1/invoices",
      with(with(with(good, "\"42.50\"", "42.5"), "\"EUR\"", "\"XX\""), "\"10\"", "true"));
  CHECK(has(findings_of(many), "/invoice/lines/0/net_price"));
  CHECK(has(findings_of(many), "/invoice/currency"));
  CHECK(has(findings_of(many), "/invoice/lines/0/quantity"));
  CHECK(gateway.get("/v1/invoices").body.at("data").as_array().empty());
}

TEST_CASE("a value that cannot be read hides no other mistake") {
  Gateway gateway{tests::sample_toml()};
  auto body = with(sample_json("J-9"), "\"42.50\"", "\"42,50\"");
  body = with(body, "1234567-1", "1234567-9");
  auto const all = findings_of(gateway.post("/v1/invoices", body));
  CHECK(has(all, "bad-decimal /invoice/lines/0/net_price; "));
  CHECK(has(all, " /invoice/buyer/legal_id/value; "));
  CHECK_FALSE(has(all, "missing"));
  CHECK_FALSE(has(all, "seller"));
}

TEST_CASE("ten thousand lines are taken") {
  Gateway gateway{tests::sample_toml()};
  auto body = sample_json("L-1");
  auto const from = body.find("\"lines\":[") + 9;
  body.replace(from, body.rfind(']') - from, lines_json(10000));
  auto const answer = gateway.post("/v1/invoices", body);
  CAPTURE(answer.text.substr(0, 300));
  CHECK(answer.status == 202);
  CHECK(answer.string("total_due") == "12550.00");
}

TEST_CASE("attachments have their limits") {
  Gateway gateway{tests::sample_toml()};
  auto const with = [](std::string const& attachments) {
    auto body = sample_json("A-1");
    return body.insert(1, "\"attachments\":[" + attachments + "],");
  };
  auto const one = [](std::string_view name, std::string_view content) {
    return fmt::format(R"({{"filename":"{}","media_type":"text/plain","content":"{}"}})", name,
                       content);
  };
  auto const found = [&](std::string const& attachments) {
    return findings_of(gateway.post("/v1/invoices", with(attachments)));
  };
  CHECK(has(found(one("a.txt", "%%%")), "bad-base64 /attachments/0/content"));
  CHECK(has(found(one("../a.txt", "aGk=")), "bad-filename /attachments/0/filename"));
  CHECK(has(found(one("a.txt", "")), "missing /attachments/0/content"));
  std::string many = one("a.txt", "aGk=");
  for (int i = 0; i < 20; ++i) many += "," + one("a.txt", "aGk=");
  CHECK(has(found(many), "too-many /attachments"));
  CHECK(gateway.post("/v1/invoices", with(one("a.txt", "aGk="))).status == 202);
}

TEST_CASE("bad XML is refused, whatever it tries") {
  Gateway gateway{tests::sample_toml()};
  auto const code = [&](std::string const& body) {
    auto const answer = gateway.post("/v1/documents", body);
    CAPTURE(body.substr(0, 200));
    CHECK(answer.status == 422);
    return findings_of(answer);
  };
  CHECK(has(code(""), "xml-syntax"));
  CHECK(has(code("no xml"), "xml-syntax"));
  CHECK(has(code("<Finvoice>"), "xml-syntax"));
  CHECK(has(code("<!DOCTYPE a SYSTEM \"file:///etc/passwd\"><a/>"), "xml-doctype"));
  CHECK(has(code("<!DOCTYPE a [<!ENTITY b SYSTEM \"http://127.0.0.1/\">]><a>&b;</a>"),
            "xml-doctype"));
  CHECK(has(code("<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
                 "<!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]><l>&c;</l>"),
            "xml-doctype"));
  CHECK(has(code(utf16("<?xml version=\"1.0\" encoding=\"UTF-16\"?><!DOCTYPE a><a/>")),
            "xml-doctype"));
  std::string deep;
  for (int i = 0; i < 5000; ++i) deep += "<a>";
  CHECK(has(code(deep), "xml-"));
  CHECK(has(code("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Finvoice>\xE4</Finvoice>"),
            "xml-syntax"));
  CHECK(has(code("<?xml version=\"1.0\" encoding=\"martian\"?><Finvoice/>"), "xml-syntax"));
  CHECK(has(code("<html><body/></html>"), "format-unknown"));
  CHECK(has(code("<Invoice xmlns=\"urn:none\"/>"), "format-unknown"));
  CHECK(has(code(utf16("<html/>")), "format-unknown"));
  CHECK(has(code("<Finvoice a=\"1\" a=\"2\"/>"), "xml-syntax"));
  CHECK(has(code("PK\x03\x04"), "xml-syntax"));
  CHECK(gateway.get("/v1/invoices").body.at("data").as_array().empty());
}

TEST_CASE("sums left out are made, and sums given are checked to the cent") {
  Gateway gateway{tests::sample_toml()};
  auto const with = [](std::string const& number, std::string const& totals) {
    auto body = sample_json(number);
    return body.insert(body.rfind("}}"), ",\"totals\":{" + totals + "}");
  };
  CHECK(gateway.post("/v1/invoices", with("T-1", R"("net":"425.00","vat":"108.38","due":"533.38")"))
            .status == 202);
  auto const cent = gateway.post("/v1/invoices", with("T-2", R"("vat":"108.37","due":"533.37")"));
  CHECK(cent.status == 422);
  CHECK(has(findings_of(cent), "/invoice/totals/vat"));
  CHECK(has(findings_of(cent), "/invoice/totals/due"));
  auto const& first = cent.body.at("errors").as_array().at(0);
  CHECK(first.at("expected").as_string() == "108.38");
  CHECK(first.at("actual").as_string() == "108.37");
}
