#include "formats/bookkeeping/csv.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/csv/written.hpp"

namespace airut::bookkeeping {
namespace {

using csv::written;

std::string with_comma(std::string text) {
  std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string finnish(model::Date day) {
  std::chrono::year_month_day const date{day};
  return fmt::format("{}.{}.{}", static_cast<unsigned>(date.day()),
                     static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

}  // namespace

std::string write_csv(BookFile const& file) {
  std::string out =
      "voucher,event,date,booked,correction,account,text,currency,amount,customer,invoice,"
      "reference,due_date\r\n";
  for (auto const& voucher : file.vouchers) {
    for (auto const& line : voucher.lines) {
      out +=
          fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{}\r\n", voucher.number, voucher.id,
                      model::date_text(voucher.date), model::date_text(voucher.booked),
                      voucher.is_correction ? 1 : 0, written(line.account), written(voucher.text),
                      file.currency.code(), line.amount.text(), written(line.customer_id),
                      written(line.invoice_number), written(line.reference),
                      line.due_date ? model::date_text(*line.due_date) : std::string{});
    }
  }
  return out;
}

std::string write_finnish_csv(BookFile const& file) {
  std::string out =
      "\xEF\xBB\xBFTositelaji;Tositenumero;P\xC3\xA4iv\xC3\xA4;Tili;Selite;Debet;Kredit;Asiakas;"
      "Laskunumero;Viite;Er\xC3\xA4p\xC3\xA4iv\xC3\xA4\r\n";
  for (auto const& voucher : file.vouchers) {
    auto const posted = std::clamp(voucher.date, file.first, file.last);
    for (auto const& line : voucher.lines) {
      bool const credit = line.amount.is_negative();
      auto const sum = with_comma((credit ? -line.amount : line.amount).text());
      out += fmt::format("MYR;{};{};{};{};{};{};{};{};{};{}\r\n", voucher.number, finnish(posted),
                         written(line.account), written(voucher.text), credit ? "" : sum,
                         credit ? sum : "", written(line.customer_id), written(line.invoice_number),
                         written(line.reference),
                         line.due_date ? finnish(*line.due_date) : std::string{});
    }
  }
  return out;
}

}  // namespace airut::bookkeeping
