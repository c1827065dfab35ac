#include "formats/tito/read.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/bank_text.hpp"
#include "formats/model/fixed_record.hpp"
#include "formats/model/lines.hpp"

// T00 the statement: account 10-23, number 24-26, days 27-32 and 33-38, opening balance 72-90,
// currency 97-99. T10 an entry: archive id 13-30, booked 31-36, value 37-42, paid 43-48, kind 49,
// code 50-52, amount
//     88-106, name 109-143, account 145-158, reference 160-179, level 188.
// T11 more of the entry above it, by kind 7-8: 00 message, 11 SEPA (reference 9-43, IBAN 44-78).
// T40 a day's balance: day 7-12, closing balance 13-31.
namespace airut::tito {
namespace {

class Reader {
 public:
  tl::expected<model::BankFile, model::Findings> read(std::string_view bytes) {
    file_.format = file_.version = "tito";
    for (auto const line : model::lines_of(bytes)) {
      ++line_;
      if (line.find_first_not_of(" \x1A") == std::string_view::npos) continue;
      take(line);
    }
    end_statement();
    if (!findings_.empty()) return tl::unexpected(std::move(findings_));
    return std::move(file_);
  }

 private:
  void wrong(std::string code, std::string detail) {
    findings_.push_back(model::finding_at(line_, std::move(code), std::move(detail)));
  }

  void take(std::string_view line) {
    model::FixedRecord const record{line};
    auto const kind = record.field(1, 3);
    if (kind.substr(0, 1) != "T" || !record.number(2, 2)) {
      return wrong("record-unknown", "A record begins with T and two digits.");
    }
    if (kind == "T00") return start(record);
    if (!in_statement_) return wrong("record-order", "A record stands before the first T00.");
    if (kind == "T10") return entry(record);
    if (kind == "T11") return more(record);
    if (kind == "T40") closing_ = signed_amount(record, 13);
  }

  // Sign and eighteen digits.
  std::optional<std::int64_t> signed_amount(model::FixedRecord const& record, std::size_t place) {
    auto const amount = record.number(place + 1, 18);
    auto const sign = record.field(place, 1);
    if (amount && (sign == "+" || sign == "-")) return sign == "-" ? -*amount : *amount;
    wrong("record-damaged", "An amount or its sign is damaged.");
    return std::nullopt;
  }

  void start(model::FixedRecord const& record) {
    end_statement();
    in_statement_ = true;
    account_ = record.text(10, 14);
    number_ = record.text(24, 3);
    from_ = record.yymmdd(27);
    until_ = record.yymmdd(33);
    auto const currency = model::Currency::parse(record.text(97, 3));
    if (account_.empty() || !until_ || !currency) {
      return wrong("record-damaged", "The account, the last day or the currency is damaged.");
    }
    currency_ = *currency;
    file_.created = record.yymmdd(39);
    opening_ = signed_amount(record, 72);
    auto& known = file_.accounts;
    if (std::find(known.begin(), known.end(), account_) == known.end()) known.push_back(account_);
  }

  void entry(model::FixedRecord const& record) {
    auto const kind = record.field(49, 1);
    rejected_ = kind == "9";  // no money moved
    if (rejected_) return;
    auto const amount = signed_amount(record, 88);
    auto const booked = record.yymmdd(31);
    if (!amount || !booked) return wrong("record-damaged", "The booking day is damaged.");
    model::BankEntry one;
    one.account = account_;
    one.amount = model::Money{*amount < 0 ? -*amount : *amount, currency_};
    one.is_credit = *amount >= 0;
    one.is_reversal = kind == "3" || kind == "4";
    one.booked = booked;
    one.value_date = record.yymmdd(43) ? record.yymmdd(43) : record.yymmdd(37);
    one.archive_id = record.text(13, 18);
    one.payer_name = model::bank_text(record.text(109, 35));
    one.payer_account = record.text(145, 14);
    one.reference = without_zeros(record.text(160, 20));
    one.line = line_;
    one.is_lump = record.field(50, 3) == "705" && one.reference.empty();
    place(std::move(one), *amount, record.number(188, 1).value_or(0));
  }

  static std::string without_zeros(std::string_view reference) {
    auto const first = reference.find_first_not_of('0');
    return first == std::string_view::npos ? std::string{} : std::string{reference.substr(first)};
  }

  // An entry of the account (level 0), or one that stands below another and tells a part of it.
  void place(model::BankEntry one, std::int64_t amount, std::int64_t level) {
    end_parts(level);
    if (level == 0) {
      moved_ += amount;
    } else if (open_.empty()) {
      return wrong("record-order", "A part of an entry stands below none.");
    } else {
      open_.back().parts_sum += amount;
      open_.back().has_parts = true;
      file_.entries[open_.back().place].is_lump = true;
    }
    open_.push_back({level, file_.entries.size(), amount});
    file_.entries.push_back(std::move(one));
  }

  // Of the entries at this level and those below it no part follows.
  void end_parts(std::int64_t level) {
    for (; !open_.empty() && open_.back().level >= level; open_.pop_back()) {
      auto const& whole = open_.back();
      if (whole.has_parts && whole.parts_sum != whole.amount) {
        wrong("control-total", fmt::format("The parts sum to {}, their entry is {} (cents).",
                                           whole.parts_sum, whole.amount));
      }
      auto const& entry = file_.entries[whole.place];
      has_untold_ |= entry.is_lump && !whole.has_parts && entry.is_credit;
    }
  }

  void more(model::FixedRecord const& record) {
    if (rejected_) return;
    if (file_.entries.empty()) return wrong("record-order", "A T11 belongs to no entry.");
    auto& one = file_.entries.back();
    auto const kind = record.field(7, 2);
    if (kind == "00") one.texts.push_back(model::bank_text(record.text(9, 420)));
    if (kind != "11") return;
    auto const reference = record.text(9, 35);
    if (!reference.empty()) one.reference = reference;
    auto const iban = record.text(44, 35);
    if (!iban.empty()) one.payer_account = iban;
  }

  void end_statement() {
    if (!in_statement_) return;
    end_parts(0);
    if (!closing_) wrong("truncated", "The statement has no balance record.");
    if (opening_ && closing_ && *opening_ + moved_ != *closing_) {
      wrong("control-total",
            fmt::format("The opening balance {} and the entries {} do not give {} (cents).",
                        *opening_, moved_, *closing_));
    }
    if (until_) {
      file_.covers_until = std::max(file_.covers_until.value_or(*until_), *until_);
      auto& days = has_untold_ ? file_.covered_but_for_lumps : file_.covered;
      auto& day = days.try_emplace(account_, *until_).first->second;
      day = std::max(day, *until_);
    }
    if (opening_ && closing_) {
      file_.statements.push_back(
          {account_, number_, from_, until_, {*opening_, currency_}, {*closing_, currency_}});
    }
    opening_ = closing_ = std::nullopt;
    moved_ = 0;
    in_statement_ = has_untold_ = false;
  }

  model::BankFile file_;
  model::Findings findings_;
  std::string account_, number_;
  model::Currency currency_;
  std::optional<model::Date> from_, until_;
  std::optional<std::int64_t> opening_, closing_;
  // An entry that parts may follow, with those above it.
  struct Whole {
    std::int64_t level = 0;
    std::size_t place = 0;  // among the file's entries
    std::int64_t amount = 0, parts_sum = 0;
    bool has_parts = false;
  };
  std::vector<Whole> open_;
  std::int64_t moved_ = 0;
  int line_ = 0;
  bool in_statement_ = false, has_untold_ = false, rejected_ = false;
};

}  // namespace

tl::expected<model::BankFile, model::Findings> read(std::string_view bytes) {
  return Reader{}.read(bytes);
}

bool looks_like_tito(std::string_view bytes) { return bytes.substr(0, 3) == "T00"; }

}  // namespace airut::tito
