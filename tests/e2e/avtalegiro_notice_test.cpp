// Who tells the payer of a claim, and the bytes that leave for it: records of 80 characters as
// Nets' system specification lays them out (AvtaleGiro, version 3.3).
#include "tests/e2e/debit_steps.hpp"

using namespace airut;
using namespace airut::tests;
using namespace airut::tests::debits;

namespace {

// The channel without a word about its notice, or with one.
std::string noticing(std::string const& notice) {
  auto text = clearing_toml();
  std::string const payee = "notice = \"payee\"\n";
  return text.replace(text.find(payee), payee.size(), notice);
}

// ISO-8859-1 is what leaves; the letters of these tests have the same place in both.
std::string latin(std::string_view utf8) {
  std::string text;
  for (std::size_t at = 0; at < utf8.size(); ++at) {
    auto const lead = static_cast<unsigned char>(utf8[at]);
    if (lead < 0x80) {
      text += utf8[at];
    } else {
      auto const next = static_cast<unsigned char>(utf8[++at]);
      text += static_cast<char>(((lead & 0x03U) << 6U) | (next & 0x3FU));
    }
  }
  return text;
}

// A record, filled with zeros.
std::string record(std::string_view utf8) {
  auto text = latin(utf8);
  REQUIRE(text.size() <= 80);
  text.resize(80, '0');
  return text + "\r\n";
}

std::string line_json(std::string const& name, std::string const& price) {
  return fmt::format(
      R"({{"name":"{}","quantity":"1","unit":"C62","net_price":"{}","vat":{{"category":"S","rate":"25"}}}})",
      name, price);
}

// An invoice with these lines instead of its own.
std::string with_lines(std::string const& due, std::vector<std::string> const& lines) {
  auto json = debit_json("2026001", "10042", due);
  auto const from = json.find("\"lines\":[") + 9;
  return json.replace(from, json.rfind(']') - from, fmt::format("{}", fmt::join(lines, ",")));
}

std::string sent_bytes(Gateway const& gateway) {
  read_transmissions(gateway, 1);  // the clearing house reads it
  return slurp(transmissions_in(gateway.home() / "nets").front());
}

// By hand, from the layouts: two lines fill their columns, one of them more than that.
// The transmission and its one assignment begin.
std::string opening() {
  return record(
             "NY000010"
             "12345678"
             "0000001"
             "00008080") +
         record(
             "NY210020"
             "000000000"
             "0000001"
             "86011117947");
}

std::string const forty = "Strømforbruk fra januar til og med mars ";
std::string const eighty = forty + "etter måler 4711 på Ærfuglveien i Bergen";
std::vector<std::string> const three_lines{line_json("Nettleie på våren", "100.00"),
                                           line_json(eighty, "200.00"),
                                           line_json(eighty + " og mer", "1.00")};

}  // namespace

TEST_CASE("a claim of which the bank tells is of type 21, with its lines in two columns") {
  Gateway gateway{noticing("")};  // the bank tells where nothing else is said
  make_places(gateway);
  agree(gateway);
  auto const invoice = taken_up(gateway, with_lines("2026-05-10", three_lines));
  auto const second = latin(eighty).substr(40);
  auto const expected = opening() +
                        record(
                            "NY212130"
                            "0000001"
                            "100526"
                            "           "
                            "00000000000037625"
                            "         0001004220260013") +
                        record(
                            "NY212131"
                            "0000001"
                            "Kari Norda"
                            "                         "
                            "Fjordenergi AS 2026001   ") +
                        record(
                            "NY212149"
                            "0000001"
                            "4"
                            "001"
                            "1"
                            "Faktura 2026001 02.03.2026              ") +
                        record(
                            "NY212149"
                            "0000001"
                            "4"
                            "002"
                            "1"
                            "Nettleie på våren                       ") +
                        record(
                            "NY212149"
                            "0000001"
                            "4"
                            "003"
                            "1" +
                            forty) +
                        record(
                            "NY212149"
                            "0000001"
                            "4"
                            "003"
                            "2"
                            "etter måler 4711 på Ærfuglveien i Bergen") +
                        record(
                            "NY212149"
                            "0000001"
                            "4"
                            "004"
                            "1" +
                            forty) +
                        record(
                            "NY212149"
                            "0000001"
                            "4"
                            "004"
                            "2"
                            "etter måler 4711 på Ærfuglveien i Bergen") +
                        record(
                            "NY210088"
                            "00000001"
                            "00000010"
                            "00000000000037625"
                            "100526"
                            "100526") +
                        record(
                            "NY000089"
                            "00000001"
                            "00000012"
                            "00000000000037625"
                            "100526");
  CHECK(second == latin("etter måler 4711 på Ærfuglveien i Bergen"));
  CHECK(sent_bytes(gateway) == expected);
  REQUIRE(is_there(gateway, invoice, "state", "sent"));
}

TEST_CASE("a claim of which the payee tells is of type 02 and has no lines") {
  Gateway gateway{noticing("notice = \"payee\"\n")};
  make_places(gateway);
  agree(gateway);
  taken_up(gateway, with_lines("2026-03-27", three_lines));
  auto const expected = opening() +
                        record(
                            "NY210230"
                            "0000001"
                            "270326"
                            "           "
                            "00000000000037625"
                            "         0001004220260013") +
                        record(
                            "NY210231"
                            "0000001"
                            "Kari Norda"
                            "                         "
                            "Fjordenergi AS 2026001   ") +
                        record(
                            "NY210088"
                            "00000001"
                            "00000004"
                            "00000000000037625"
                            "270326"
                            "270326") +
                        record(
                            "NY000089"
                            "00000001"
                            "00000006"
                            "00000000000037625"
                            "270326");
  CHECK(sent_bytes(gateway) == expected);
}

TEST_CASE("a bank's notice has forty-two lines at most, and its own deadline") {
  Gateway gateway{noticing("notice = \"bank\"\n")};
  make_places(gateway);
  agree(gateway);
  // Until the 15th of next month the bank's own notice would come too late.
  auto const near = taken_up(gateway, debit_json("2026002", "10042", "2026-04-14"));
  REQUIRE(is_there(gateway, near, "channel", "print"));
  std::vector<std::string> lines;
  for (int i = 1; i <= 60; ++i) lines.push_back(line_json(fmt::format("Vare {}", i), "1.00"));
  taken_up(gateway, with_lines("2026-04-15", lines));
  auto const bytes = sent_bytes(gateway);
  std::size_t specified = 0;
  for (auto at = bytes.find("NY212149"); at != bytes.npos; at = bytes.find("NY212149", at + 82))
    ++specified;
  CHECK(specified == 42);
  CHECK(bytes.find("NY21214900000014042"
                   "1Vare 41 ") != bytes.npos);
  CHECK(bytes.find("Vare 42") == bytes.npos);
}
