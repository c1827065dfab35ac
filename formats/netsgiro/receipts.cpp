#include "formats/netsgiro/receipts.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "formats/model/lines.hpp"

namespace airut::netsgiro {
namespace {

using Words = std::vector<std::string>;

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    auto const lead = static_cast<unsigned char>(text[at]);
    std::size_t const length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    bool const sound = lead < 0x80 || (lead >= 0xC2 && lead < 0xF5);
    if (!sound || at + length > text.size()) return false;
    for (std::size_t i = 1; i < length; ++i) {
      if ((static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80U) return false;
    }
    at += length;
  }
  return true;
}

std::string utf8_of(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (is_utf8(bytes)) return std::string{bytes};
  std::string text;
  for (char const one : bytes) {
    auto const c = static_cast<unsigned char>(one);
    if (c < 0x80) {
      text += one;
    } else {
      text += static_cast<char>(0xC0U | (c >> 6U));
      text += static_cast<char>(0x80U | (c & 0x3FU));
    }
  }
  return text;
}

// Latin letters and those of Norway.
std::string in_capitals(std::string_view text) {
  std::string capitals;
  bool behind_lead = false;
  for (char const one : text) {
    auto c = static_cast<unsigned char>(one);
    bool const small = (c >= 'a' && c <= 'z') || (behind_lead && c >= 0xA0 && c != 0xB7);
    behind_lead = c == 0xC3;
    if (small) c = static_cast<unsigned char>(c - 0x20U);
    capitals += static_cast<char>(c);
  }
  return capitals;
}

bool holds_one_of(std::string_view capitals, Words const& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](auto const& word) { return capitals.find(word) != capitals.npos; });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view around = " \t\"";
  auto const first = text.find_first_not_of(around);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(around) - first + 1);
}

// The number behind the word in a line of text: "Forsendelsesnummer: 0000017".
std::optional<std::int64_t> number_behind(std::string_view capitals, Words const& words) {
  for (auto const& word : words) {
    auto const at = capitals.find(word);
    if (at == capitals.npos) continue;
    auto const from = capitals.find_first_of("0123456789", at + word.size());
    if (from == capitals.npos || from > at + word.size() + 12) continue;
    std::int64_t value = 0;
    auto const [end, fault] =
        std::from_chars(capitals.data() + from, capitals.data() + capitals.size(), value);
    if (fault == std::errc{}) return value;
  }
  return std::nullopt;
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// "1 299,00", "1299.00" or "129900" as ore: without a decimal sign the list counts ore.
std::optional<std::int64_t> ore(std::string_view text) {
  std::string digits;
  std::optional<std::size_t> sign;
  for (char const c : text) {
    if (c >= '0' && c <= '9') digits += c;
    if (c == ',' || c == '.') sign = digits.size();
  }
  if (sign && digits.size() != *sign + 2) return std::nullopt;
  return whole(digits);
}

// "15.01.2027", "2027-01-15", "150127" or "20270115".
std::optional<model::Date> day_of(std::string_view text) {
  if (auto const day = model::parse_date(text)) return day;
  if (text.size() == 10 && text[2] == '.' && text[5] == '.') {
    return model::parse_date(
        fmt::format("{}-{}-{}", text.substr(6), text.substr(3, 2), text.substr(0, 2)));
  }
  if (text.size() == 8) return model::parse_date_compact(text);
  if (text.size() == 6) {
    return model::parse_date_compact(
        fmt::format("20{}{}{}", text.substr(4), text.substr(2, 2), text.substr(0, 2)));
  }
  return std::nullopt;
}

std::vector<std::string_view> cells_of(std::string_view line, char separator) {
  std::vector<std::string_view> cells;
  for (;;) {
    auto const end = line.find(separator);
    cells.push_back(trimmed(line.substr(0, end)));
    if (end == line.npos) return cells;
    line.remove_prefix(end + 1);
  }
}

class List {
 public:
  List(ReceiptWords const& words, std::vector<std::string_view> lines)
      : words_(words), lines_(std::move(lines)) {}

  tl::expected<std::vector<RefusedClaim>, model::Findings> read() {
    std::vector<RefusedClaim> claims;
    bool headed = false;
    for (auto const line : lines_) {
      ++line_;
      if (trimmed(line).empty()) continue;
      if (!headed) {
        headed = take_heading(line);
        continue;
      }
      if (auto claim = claim_of(line)) claims.push_back(*std::move(claim));
    }
    if (!headed) wrong("columns-unknown", "No line names the columns KID and reason.");
    if (!findings_.empty()) return tl::unexpected{std::move(findings_)};
    return claims;
  }

 private:
  void wrong(std::string code, std::string detail) {
    findings_.push_back(model::finding_at(line_, std::move(code), std::move(detail)));
  }

  // A title may stand above the heading.
  bool take_heading(std::string_view line) {
    separator_ = line.find(';') != line.npos ? ';' : line.find('\t') != line.npos ? '\t' : ',';
    auto const cells = cells_of(line, separator_);
    std::map<std::string, std::size_t> columns;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      auto const name = in_capitals(cells[i]);
      for (auto const& [field, words] : fields()) {
        bool const named = std::find(words->begin(), words->end(), name) != words->end();
        if (named) columns.try_emplace(field, i);
      }
    }
    if (!columns.contains("kid") || !columns.contains("reason")) return false;
    columns_ = std::move(columns);
    return true;
  }

  std::map<std::string, Words const*> fields() const {
    return {{"transmission", &words_.transmission},
            {"assignment", &words_.assignment},
            {"transaction", &words_.transaction},
            {"kid", &words_.kid},
            {"amount", &words_.amount},
            {"due", &words_.due},
            {"reason", &words_.reason},
            {"level", &words_.level}};
  }

  std::optional<RefusedClaim> claim_of(std::string_view line) {
    auto const cells = cells_of(line, separator_);
    auto const cell = [&](std::string const& field) {
      auto const at = columns_.find(field);
      bool const there = at != columns_.end() && at->second < cells.size();
      return there ? cells[at->second] : std::string_view{};
    };
    RefusedClaim claim;
    claim.line = line_;
    claim.kid = cell("kid");
    claim.reason = cell("reason");
    claim.transmission = whole(cell("transmission")).value_or(0);
    claim.assignment = whole(cell("assignment")).value_or(0);
    claim.transaction = whole(cell("transaction")).value_or(0);
    claim.amount = ore(cell("amount")).value_or(0);
    claim.due = day_of(cell("due"));
    claim.is_warning = holds_one_of(in_capitals(cell("level")), words_.warning);
    bool const placed = claim.transmission > 0 && claim.assignment > 0 && claim.transaction > 0;
    if (claim.kid.empty() && !placed) {
      wrong("claim-unnamed", "The line tells neither a KID nor a place in a transmission.");
      return std::nullopt;
    }
    if (claim.reason.empty()) wrong("reason-missing", "The line gives no reason.");
    return claim;
  }

  ReceiptWords const& words_;
  std::vector<std::string_view> lines_;
  std::map<std::string, std::size_t> columns_;
  model::Findings findings_;
  char separator_ = ';';
  int line_ = 0;
};

model::Findings unknown() {
  model::Finding finding;
  finding.code = "receipt-unknown";
  finding.detail = "The file is no receipt that is known here.";
  return {finding};
}

void read_text(Receipt& receipt, std::vector<std::string_view> const& lines,
               ReceiptWords const& words) {
  for (auto const line : lines) {
    auto const capitals = in_capitals(line);
    if (receipt.transmission == 0)
      receipt.transmission = number_behind(capitals, words.transmission).value_or(0);
    if (receipt.kind == Receipt::Kind::received && holds_one_of(capitals, words.rejection))
      receipt.refuses = true;
    if (!trimmed(line).empty()) receipt.text += std::string{line} + "\n";
  }
}

}  // namespace

tl::expected<Receipt, model::Findings> read_receipt(std::string_view name, std::string_view bytes,
                                                    ReceiptWords const& words) {
  auto const text = utf8_of(bytes);
  auto const lines = model::lines_of(text);
  constexpr std::size_t head = 400;  // the kind stands in the name or at the top
  auto const top = in_capitals(name) + "\n" + in_capitals(std::string_view{text}.substr(0, head));
  Receipt receipt;
  if (holds_one_of(top, words.claims_refused)) {
    receipt.kind = Receipt::Kind::claims_refused;
    auto claims = List{words, lines}.read();
    if (!claims) return tl::unexpected{std::move(claims.error())};
    receipt.claims = *std::move(claims);
    return receipt;
  }
  if (holds_one_of(top, words.file_refused)) {
    receipt.kind = Receipt::Kind::file_refused;
    receipt.refuses = true;
  } else if (!holds_one_of(top, words.received)) {
    return tl::unexpected{unknown()};
  }
  read_text(receipt, lines, words);
  return receipt;
}

}  // namespace airut::netsgiro
