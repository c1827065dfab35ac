#include "formats/netsgiro/read.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/bank_text.hpp"
#include "formats/model/fixed_record.hpp"
#include "formats/model/lines.hpp"

namespace airut::netsgiro {
namespace {

constexpr std::string_view start_transmission = "NY000010", end_transmission = "NY000089";

struct Count {
  std::int64_t transactions = 0, records = 0, sum = 0;
  std::int64_t signed_reversals = 0;  // reversals with '-', taken off the sum
};

class Reader {
 public:
  tl::expected<model::BankFile, model::Findings> read(std::string_view bytes) {
    file_.format = "ocr_giro";
    file_.version = "OCR";
    for (auto const line : model::lines_of(bytes)) {
      ++line_;
      if (line.find_first_not_of(" \x1A") == std::string_view::npos) continue;
      take(line);
    }
    if (!ended_) wrong("truncated", "The transmission has no end record.");
    if (!findings_.empty()) return tl::unexpected(std::move(findings_));
    return std::move(file_);
  }

 private:
  void wrong(std::string code, std::string detail) {
    findings_.push_back(model::finding_at(line_, std::move(code), std::move(detail)));
  }

  void take(std::string_view line) {
    constexpr std::size_t shortest = 75, longest = 80;
    if (line.size() < shortest || line.size() > longest || line.substr(0, 2) != "NY") {
      return wrong("record-damaged", "A record has 80 characters and begins with NY.");
    }
    model::FixedRecord const record{line};
    auto const head = record.field(1, 8);
    // Transmissions may be joined to one file.
    if (ended_ && head == start_transmission) {
      ended_ = false;
      whole_ = {};
    }
    if (ended_) return wrong("record-order", "A record stands behind the end of the transmission.");
    ++whole_.records;
    ++assignment_.records;
    if (head == start_transmission) return start(record);
    if (head == end_transmission) return end(record);
    auto const kind = record.field(7, 2);
    if (kind == "20") return start_assignment(record);
    if (kind == "88") return end_assignment(record);
    if (record.field(3, 2) != "09") return;  // mandates and the like
    if (kind == "30") return first_item(record);
    if (kind == "31") return second_item(record);
    if (kind == "32") return third_item(record);
    wrong("record-unknown", fmt::format("The record {} is none of OCR giro.", head));
  }

  void start(model::FixedRecord const& record) {
    if (whole_.records != 1) wrong("record-order", "A transmission begins in the middle.");
    if (file_.file_id.empty()) file_.file_id = record.field(17, 7);
  }

  void start_assignment(model::FixedRecord const& record) {
    assignment_ = {0, 1, 0, 0};
    ocr_ = record.field(3, 2) == "09";
    account_ = record.field(25, 11);
    if (!ocr_) return;
    auto& known = file_.accounts;
    if (std::find(known.begin(), known.end(), account_) == known.end()) known.push_back(account_);
  }

  void first_item(model::FixedRecord const& record) {
    auto const amount = record.number(33, 17);
    auto const booked = record.ddmmyy(16);
    auto const sign = record.field(32, 1);
    if (!amount || !booked || (sign != "-" && sign != "0")) {
      return wrong("record-damaged", "Amount, settlement day or sign is damaged.");
    }
    model::BankEntry entry;
    entry.account = account_;
    entry.booked = entry.value_date = booked;
    entry.reference = record.text(50, 25);
    entry.amount = model::Money{*amount, *model::Currency::parse("NOK")};
    // A reversal takes money back, whether it has the sign as well or not.
    auto const type = record.field(5, 2);
    bool const reversal = type == "18" || type == "20";
    entry.is_reversal = reversal || sign == "-";
    entry.is_credit = !entry.is_reversal;
    entry.by_mandate = type == "15";
    entry.line = line_;
    ++assignment_.transactions;
    ++whole_.transactions;
    auto const net = sign == "-" ? -*amount : *amount;
    auto const signed_reversal = reversal && sign == "-" ? *amount : 0;
    for (auto* count : {&assignment_, &whole_}) {
      count->sum += net;
      count->signed_reversals += signed_reversal;
    }
    if (!file_.covers_until || *file_.covers_until < *booked) file_.covers_until = booked;
    auto& until = file_.covered.try_emplace(account_, *booked).first->second;
    until = std::max(until, *booked);
    file_.entries.push_back(std::move(entry));
    number_ = record.field(9, 7);
  }

  void second_item(model::FixedRecord const& record) {
    if (file_.entries.empty() || record.field(9, 7) != number_) {
      return wrong("record-order", "An amount item 2 belongs to no item 1.");
    }
    auto& entry = file_.entries.back();
    entry.archive_id = record.text(16, 19);
    if (auto const day = record.ddmmyy(42)) entry.value_date = day;
    auto const account = record.text(48, 11);
    if (account.find_first_not_of('0') != std::string_view::npos) entry.payer_account = account;
  }

  void third_item(model::FixedRecord const& record) {
    if (file_.entries.empty() || record.field(9, 7) != number_) {
      return wrong("record-order", "An amount item 3 belongs to no item 1.");
    }
    auto const text = record.text(16, 40);
    if (!text.empty()) file_.entries.back().texts.push_back(model::latin_text(text));
  }

  void compare(model::FixedRecord const& record, Count const& held, std::string_view what) {
    auto const transactions = record.number(9, 8).value_or(-1);
    auto const records = record.number(17, 8).value_or(-1);
    auto const sum = record.number(25, 17).value_or(-1);
    // The handbook adds reversals to the sum, files that carry their sign take them off.
    auto const added = held.sum + 2 * held.signed_reversals;
    bool const sums = sum == (held.sum < 0 ? -held.sum : held.sum) || sum == added;
    bool const agrees = transactions == held.transactions && records == held.records && sums;
    if (agrees) return;
    wrong(
        "control-total",
        fmt::format("The {} tells {} transactions, {} records and {} ore, but holds {}, {} and {}.",
                    what, transactions, records, sum, held.transactions, held.records, held.sum));
  }

  void end_assignment(model::FixedRecord const& record) {
    if (ocr_) return compare(record, assignment_, "assignment");
    whole_.transactions += record.number(9, 8).value_or(0);  // mandates count in the whole
  }

  void end(model::FixedRecord const& record) {
    ended_ = true;
    file_.created = record.ddmmyy(42);
    compare(record, whole_, "transmission");
  }

  model::BankFile file_;
  model::Findings findings_;
  Count assignment_, whole_;
  std::string account_, number_;
  int line_ = 0;
  bool ocr_ = false, ended_ = false;
};

}  // namespace

tl::expected<model::BankFile, model::Findings> read_ocr(std::string_view bytes) {
  return Reader{}.read(bytes);
}

bool looks_like_netsgiro(std::string_view bytes) {
  return bytes.substr(0, start_transmission.size()) == start_transmission;
}

}  // namespace airut::netsgiro
