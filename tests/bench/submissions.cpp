#include "tests/bench/submissions.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "formats/json/submission.hpp"
#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"
#include "tests/support/sample_invoice.hpp"

namespace airut::bench {
namespace {

constexpr std::string_view names[] = {"Siivouspalvelu, toimistotilat 2. kerros",
                                      "Ikkunanpesu, sisä- ja ulkopuoli",
                                      "Jätehuolto ja lajitteluastiat",
                                      "Strømforbruk målepunkt Østby",
                                      "Nettleie, fastledd per måned",
                                      "Čáhcegáisá guollerájus",
                                      "Huoltokäynti, ilmanvaihtokone",
                                      "Pyykkipalvelu, työasut",
                                      "Piha- ja lumityöt, aura-auto",
                                      "Tarvikkeet: pesuaineet ja paperit"};

// Splitmix64: well-spread digits from a number.
std::uint64_t scattered(std::uint64_t n) {
  n += 0x9e3779b97f4a7c15;
  n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9;
  n = (n ^ (n >> 27)) * 0x94d049bb133111eb;
  return n ^ (n >> 31);
}

std::string buyer_text(Wish const& wish) {
  bool const business = wish.buyer_type == "business";
  return fmt::format(
      R"({{"name":"Esimerkki Asiakas @####","type":"{}",{}"address":{{"line1":"Testikatu ##",)"
      R"("postal_code":"00100","city":"Helsinki","country":"FI"}},"language":"fi",)"
      R"("customer_number":"1@####"}})",
      wish.buyer_type,
      business ? R"("legal_id":{"scheme":"0212","value":"1234567-1"},"vat_id":"FI12345671",)"
                 R"("electronic_address":{"scheme":"0216","value":"003712345671"},)"
                 R"("intermediary":"003721291126",)"
               : R"("contact":{"email":"asiakas@####@example.fi"},)");
}

std::string line_text(int i) {
  return fmt::format(
      R"({{"name":"{}","description":"Jakso 1.2.-28.2.2026, kohde ###","quantity":"1#",)"
      R"("unit":"{}","net_price":"4#.##","vat":{{"category":"S","rate":"{}"}}}})",
      names[i % 10], i % 2 == 0 ? "HUR" : "C62", i % 5 == 4 ? "14" : "25.5");
}

}  // namespace

Template::Template(std::string text) : text_(std::move(text)) {
  for (auto at = text_.find('#'); at != std::string::npos; at = text_.find('#', at)) {
    Place place{at, std::min(text_.find_first_not_of('#', at), text_.size()) - at, false};
    if (at > 0 && text_[at - 1] == '@') {
      text_.erase(at - 1, 1);
      --place.from;
      place.is_number = true;
    }
    places_.push_back(place);
    at = place.from + place.length;
  }
}

void Template::fill(std::uint64_t n, std::string& to) const {
  to.assign(text_);
  auto seed = n;
  for (auto const& place : places_) {
    auto digits = place.is_number ? n : (seed = scattered(seed));
    for (auto at = place.from + place.length; at > place.from; digits /= 10)
      to[--at] = static_cast<char>('0' + digits % 10);
  }
}

std::string invoice_text(Wish const& wish) {
  auto text = fmt::format(
      R"({{"type":"invoice","number":"B-@##########","issue_date":"2026-03-02","currency":"EUR",)"
      R"("buyer_reference":"KP-###","buyer":{},"payment":{{"means":"credit_transfer",)"
      R"("terms_text":"14 pv netto"}},"lines":[)",
      buyer_text(wish));
  for (int i = 0; i < wish.lines; ++i) text += (i == 0 ? "" : ",") + line_text(i);
  return text + "]}";
}

std::string submission_text(Wish const& wish) {
  return fmt::format(R"({{"client_ref":"siivous","external_id":"SO-@##########",{}"invoice":{}}})",
                     wish.distribution.empty()
                         ? std::string{}
                         : fmt::format(R"("distribution":{},)", wish.distribution),
                     invoice_text(wish));
}

model::Submission completed_submission(std::uint64_t n, int lines) {
  Wish wish;
  wish.lines = lines;
  std::string text;
  Template{submission_text(wish)}.fill(n, text);
  auto submission = json::read_submission(text);
  if (!submission) throw std::logic_error{"the benchmark's invoice cannot be read"};
  auto& invoice = submission->invoice;
  auto const sample = tests::sample_invoice();
  invoice.seller = sample.seller;
  invoice.payment->accounts = sample.payment->accounts;
  invoice.payment->reference_kind = sample.payment->reference_kind;
  invoice.payment->reference = sample.payment->reference;
  auto const wrong = rules::complete(invoice, {});
  if (!wrong.empty() || !rules::check(invoice, {}).empty())
    throw std::logic_error{"the benchmark's invoice is not valid"};
  return *std::move(submission);
}

}  // namespace airut::bench
