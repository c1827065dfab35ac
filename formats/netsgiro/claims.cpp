#include "formats/netsgiro/claims.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>

namespace airut::netsgiro {
namespace {

constexpr std::string_view nets = "00008080";
constexpr std::int64_t number_most = 9'999'999;
constexpr std::int64_t amount_most = 99'999'999'999'999'999;
constexpr std::size_t line_length = 80, column_length = 40, lines_most = 42;
constexpr std::size_t name_length = 10, reference_length = 25;

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_kid(std::string_view kid) {
  if (kid.size() < 2 || kid.size() > 25) return false;
  auto const last = kid.back();
  return is_digits(kid.substr(0, kid.size() - 1)) && ((last >= '0' && last <= '9') || last == '-');
}

// UTF-8 as ISO-8859-1, one byte a character; "?" for what it lacks.
struct Latin {
  std::string text;
  bool is_whole = true;
};

Latin latin(std::string_view utf8) {
  Latin made;
  for (std::size_t at = 0; at < utf8.size();) {
    auto const lead = static_cast<unsigned char>(utf8[at]);
    auto const length = lead < 0x80 ? 1U : lead < 0xE0 ? 2U : lead < 0xF0 ? 3U : 4U;
    auto const next = at + 1 < utf8.size() ? static_cast<unsigned char>(utf8[at + 1]) : 0U;
    bool const fits = lead >= 0x20 && (length == 1 || (lead >= 0xC2 && lead <= 0xC3));
    auto const point = length == 1 ? lead : ((lead & 0x1FU) << 6U) | (next & 0x3FU);
    made.text += fits ? static_cast<char>(point) : '?';
    made.is_whole &= fits;
    at += length;
  }
  return made;
}

std::string ddmmyy(model::Date day) {
  auto const text = model::date_text(day);  // YYYY-MM-DD
  return text.substr(8, 2) + text.substr(5, 2) + text.substr(2, 2);
}

std::string left(std::string text, std::size_t length) {
  text.resize(length, ' ');
  return text;
}

// Sums and days of what stands between a start and its end.
struct Held {
  std::int64_t transactions = 0, records = 0, sum = 0;
  std::optional<model::Date> earliest, latest;

  void add(Held const& other) {
    transactions += other.transactions;
    records += other.records;
    sum += other.sum;
    if (other.earliest) see(*other.earliest);
    if (other.latest) see(*other.latest);
  }
  void see(model::Date day) {
    if (!earliest || day < *earliest) earliest = day;
    if (!latest || day > *latest) latest = day;
  }
};

class Writer {
 public:
  model::Result<WrittenClaims> write(ClaimTransmission const& all) {
    if (!check(all)) return tl::unexpected{*problem_};
    record(fmt::format("NY000010{}{:07}{}", all.sender, all.number, nets));
    Held whole;
    for (auto const& assignment : all.assignments) {
      auto const held = write(assignment);
      if (problem_) return tl::unexpected{*problem_};
      whole.add(held);
    }
    whole.records += 2;
    record(fmt::format("NY000089{:08}{:08}{:017}{}", whole.transactions, whole.records, whole.sum,
                       ddmmyy(*whole.earliest)));
    out_.transactions = whole.transactions;
    out_.sum = whole.sum;
    return std::move(out_);
  }

 private:
  bool wrong(std::string text) {
    problem_ = model::Problem{model::Fault::out_of_range, std::move(text)};
    return false;
  }

  bool check(ClaimTransmission const& all) {
    if (all.sender.size() != 8 || !is_digits(all.sender) || all.sender == nets)
      return wrong("The sender is a customer unit id of eight digits.");
    if (all.number < 1 || all.number > number_most)
      return wrong("The transmission's number has at most seven digits.");
    std::set<std::pair<std::string, std::int64_t>> numbers;
    for (auto const& one : all.assignments) {
      if (one.claims.empty() || static_cast<std::int64_t>(one.claims.size()) > number_most)
        return wrong("An assignment has one claim at least.");
      if (one.account.size() != 11 || !is_digits(one.account))
        return wrong("An account has eleven digits.");
      if (one.number < 1 || one.number > number_most)
        return wrong("An assignment's number has at most seven digits.");
      if (!numbers.emplace(one.account, one.number).second)
        return wrong(fmt::format("The assignment's number {} is given twice.", one.number));
    }
    return !all.assignments.empty() || wrong("There is nothing to send.");
  }

  bool check(Claim const& claim) {
    if (!is_kid(claim.kid)) return wrong(fmt::format("\"{}\" is no KID.", claim.kid));
    if (claim.amount < 1 || claim.amount > amount_most)
      return wrong(fmt::format("The claim {} asks for nothing or too much.", claim.kid));
    if (claim.specification.size() > lines_most)
      return wrong(fmt::format("The claim {} has more than 42 lines of text.", claim.kid));
    bool const long_line =
        std::any_of(claim.specification.begin(), claim.specification.end(),
                    [](auto const& line) { return latin(line).text.size() > line_length; });
    if (long_line)
      return wrong(fmt::format("A line of the claim {} has more than 80 characters.", claim.kid));
    if (latin(claim.foreign_reference).text.size() > reference_length)
      return wrong(
          fmt::format("The payer's reference of claim {} has more than 25 characters.", claim.kid));
    if (!claim.is_told_by_bank && !claim.specification.empty())
      return wrong(fmt::format("The text of claim {} would be read by nobody.", claim.kid));
    return true;
  }

  // A record is filled with zeros.
  void record(std::string text) {
    text.resize(line_length, '0');
    out_.bytes += text;
    out_.bytes += "\r\n";
  }

  std::string fitted(std::string_view utf8, std::size_t length, std::string const& kid) {
    auto made = latin(utf8);
    if (!made.is_whole)
      out_.notes.push_back(
          fmt::format("Claim {}: \"{}\" has letters that ISO-8859-1 lacks.", kid, utf8));
    return left(std::move(made.text), length);
  }

  Held write(ClaimAssignment const& assignment) {
    auto const kind = assignment.withdraws ? "36" : "00";
    record(fmt::format("NY21{}20{:09}{:07}{}", kind, 0, assignment.number, assignment.account));
    Held held;
    held.records = 2;
    for (auto const& claim : assignment.claims) {
      if (!check(claim)) return held;
      ++held.transactions;
      held.sum += claim.amount;
      held.see(claim.due);
      held.records += write(claim, assignment.withdraws, held.transactions);
    }
    record(fmt::format("NY21{}88{:08}{:08}{:017}{}{}", kind, held.transactions, held.records,
                       held.sum, ddmmyy(*held.earliest), ddmmyy(*held.latest)));
    return held;
  }

  // Gives the number of records.
  std::int64_t write(Claim const& claim, bool withdraws, std::int64_t number) {
    auto const type = withdraws ? "93" : claim.is_told_by_bank ? "21" : "02";
    record(fmt::format("NY21{}30{:07}{}{}{:017}{:>25}", type, number, ddmmyy(claim.due),
                       std::string(11, ' '), claim.amount, claim.kid));
    record(fmt::format("NY21{}31{:07}{}{}{}", type, number,
                       fitted(claim.payer, name_length, claim.kid), std::string(25, ' '),
                       fitted(claim.foreign_reference, reference_length, claim.kid)));
    return 2 + (withdraws ? 0 : write_specification(claim, number));
  }

  // Two columns of forty characters a line; an empty one is not sent.
  std::int64_t write_specification(Claim const& claim, std::int64_t number) {
    std::int64_t records = 0;
    for (std::size_t line = 0; line < claim.specification.size(); ++line) {
      auto const text = fitted(claim.specification[line], line_length, claim.kid);
      for (std::size_t column = 0; column < 2; ++column) {
        auto const part = text.substr(column * column_length, column_length);
        if (part.find_first_not_of(' ') == part.npos) continue;
        record(fmt::format("NY212149{:07}4{:03}{}{}", number, line + 1, column + 1, part));
        ++records;
      }
    }
    return records;
  }

  WrittenClaims out_;
  std::optional<model::Problem> problem_;
};

}  // namespace

model::Result<WrittenClaims> write_claims(ClaimTransmission const& transmission) {
  return Writer{}.write(transmission);
}

}  // namespace airut::netsgiro
