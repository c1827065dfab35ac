#include "formats/ktl/read.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/bank_text.hpp"
#include "formats/model/fixed_record.hpp"
#include "formats/model/lines.hpp"

namespace airut::ktl {
namespace {

constexpr std::size_t record_length = 90;

struct Sums {
  std::int64_t payments = 0, payment_sum = 0, corrections = 0, correction_sum = 0;
  friend bool operator==(Sums const&, Sums const&) = default;
};

class Reader {
 public:
  tl::expected<model::BankFile, model::Findings> read(std::string_view bytes) {
    file_.format = "ktl";
    file_.version = "KTL";
    for (auto const line : model::lines_of(bytes)) {
      ++line_;
      if (line.find_first_not_of(" \x1A") == std::string_view::npos) continue;
      take(line);
    }
    if (in_batch_) wrong("truncated", "The last batch has no sum record.");
    if (file_.entries.empty() && !seen_batch_) wrong("bank-file-empty", "There is no batch.");
    if (!findings_.empty()) return tl::unexpected(std::move(findings_));
    return std::move(file_);
  }

 private:
  void wrong(std::string code, std::string detail) {
    findings_.push_back(model::finding_at(line_, std::move(code), std::move(detail)));
  }

  void take(std::string_view line) {
    // Trailing blanks are often lost on the way; the fields that matter end at 88.
    if (line.size() > record_length) return wrong("record-length", "The record is longer than 90.");
    model::FixedRecord const record{line};
    switch (line.front()) {
      case '0':
        return header(record);
      case '3':
      case '5':
        return payment(record);
      case '9':
        return sum(record);
      default:
        wrong("record-unknown", fmt::format("A record cannot begin with '{}'.", line[0]));
    }
  }

  void header(model::FixedRecord const& record) {
    if (in_batch_) wrong("truncated", "A batch begins before the last one was summed.");
    in_batch_ = seen_batch_ = true;
    sums_ = {};
    file_.created = record.yymmdd(2);
    if (!file_.created) wrong("date-format", "The header has no creation day.");
  }

  void payment(model::FixedRecord const& record) {
    if (!in_batch_) return wrong("record-order", "A payment stands outside a batch.");
    auto const amount = record.number(78, 10);
    auto const booked = record.yymmdd(16), paid = record.yymmdd(22);
    auto const correction = record.field(88, 1) == "1";
    if (!amount || !booked || !paid || (!correction && record.field(88, 1) != "0")) {
      return wrong("record-damaged", "Amount, booking day, payment day or sign is damaged.");
    }
    if (record.field(76, 1) != "1") return wrong("currency-unknown", "The payment is not in euro.");
    model::BankEntry entry;
    entry.account = record.text(2, 14);
    entry.booked = booked;
    entry.value_date = paid;
    entry.archive_id = record.text(28, 16);
    entry.reference = record.text(44, 20);
    entry.reference.erase(0,
                          std::min(entry.reference.find_first_not_of('0'), entry.reference.size()));
    entry.payer_name = model::bank_text(record.text(64, 12));
    entry.amount = model::Money{*amount, *model::Currency::parse("EUR")};
    entry.is_credit = !correction;
    entry.is_reversal = correction;
    entry.line = line_;
    ++(correction ? sums_.corrections : sums_.payments);
    (correction ? sums_.correction_sum : sums_.payment_sum) += *amount;
    add_account(entry.account);
    if (!file_.covers_until || *file_.covers_until < *booked) file_.covers_until = booked;
    auto& until = file_.covered.try_emplace(entry.account, *booked).first->second;
    until = std::max(until, *booked);
    file_.entries.push_back(std::move(entry));
  }

  void add_account(std::string const& account) {
    auto& known = file_.accounts;
    if (std::find(known.begin(), known.end(), account) == known.end()) known.push_back(account);
  }

  void sum(model::FixedRecord const& record) {
    if (!in_batch_) return wrong("record-order", "A sum record stands outside a batch.");
    in_batch_ = false;
    auto const number = [&](std::size_t place, std::size_t length) {
      return record.number(place, length).value_or(-1);
    };
    Sums const told{number(2, 6), number(8, 11), number(19, 6), number(25, 11)};
    if (told == sums_) return;
    wrong("control-total",
          fmt::format("The batch tells {} payments of {} and {} corrections of {}, but holds {} of "
                      "{} and {} of {} (cents).",
                      told.payments, told.payment_sum, told.corrections, told.correction_sum,
                      sums_.payments, sums_.payment_sum, sums_.corrections, sums_.correction_sum));
  }

  model::BankFile file_;
  model::Findings findings_;
  Sums sums_;
  int line_ = 0;
  bool in_batch_ = false, seen_batch_ = false;
};

}  // namespace

tl::expected<model::BankFile, model::Findings> read(std::string_view bytes) {
  return Reader{}.read(bytes);
}

bool looks_like_ktl(std::string_view bytes) {
  model::FixedRecord const record{bytes};
  return record.field(1, 1) == "0" && record.yymmdd(2) && record.number(8, 4);
}

}  // namespace airut::ktl
