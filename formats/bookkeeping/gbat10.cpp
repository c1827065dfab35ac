#include "formats/bookkeeping/gbat10.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace airut::bookkeeping {
namespace {

// 0 kind, 1 voucher, 2 date, 3 voucher type, 4 period, 5 year, 6 account, 7 VAT code, 8 amount,
// 9 customer, 10 supplier, 11-14 name and address, 15 invoice, 16 KID, 17 due date, 18 unused,
// 19 bank account, 20 text of the account, 21 text of the subledger, 22 interest, 23 project,
// 24 department, 25 terms, 26 gross, 27 gross sum, 28 IBAN, 29 SWIFT.
constexpr std::size_t columns = 30;

// The rule of the house for UTF-8 that leaves for an eight-bit world: two bytes of C2 and C3 are
// ISO-8859-1, a longer one is a question mark. A separator in a text is a blank.
std::string latin(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto const byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      bool const separates = byte == ';' || byte == '"' || byte < 0x20;
      out += separates ? ' ' : static_cast<char>(byte);
      continue;
    }
    bool const small = (byte == 0xC2 || byte == 0xC3) && i + 1 < text.size();
    if (small) {
      auto const low = static_cast<unsigned char>(text[++i]) & 0x3FU;
      out += static_cast<char>(((byte & 3U) << 6U) | low);
      continue;
    }
    out += '?';
    while (i + 1 < text.size() && (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80) ++i;
  }
  return out;
}

std::string row(BookFile const& file, Voucher const& voucher, Line const& line) {
  std::chrono::year_month_day const posted{std::clamp(voucher.date, file.first, file.last)};
  std::array<std::string, columns> cells;
  cells[0] = "GBAT10";
  cells[1] = std::to_string(voucher.number);
  cells[2] = model::date_text_compact(model::Date{posted});
  cells[3] = "1";
  cells[4] = std::to_string(static_cast<unsigned>(posted.month()));
  cells[5] = std::to_string(static_cast<int>(posted.year()));
  cells[6] = latin(line.account);
  cells[7] = "0";
  cells[8] = line.amount.text();
  cells[9] = latin(line.customer_id);
  cells[15] = latin(line.invoice_number);
  cells[16] = latin(line.reference);
  if (line.due_date) cells[17] = model::date_text_compact(*line.due_date);
  cells[20] = cells[21] = latin(voucher.text);
  cells[26] = "T";
  cells[27] = "0.00";
  std::string text;
  for (auto const& cell : cells) text += (text.empty() ? "" : ";") + cell;
  return text + "\r\n";
}

}  // namespace

std::string write_gbat10(BookFile const& file) {
  std::string text;
  for (auto const& voucher : file.vouchers) {
    for (auto const& line : voucher.lines) text += row(file, voucher, line);
  }
  return text;
}

}  // namespace airut::bookkeeping
