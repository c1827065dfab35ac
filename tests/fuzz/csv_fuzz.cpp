#include "formats/csv/file.hpp"
#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/everywhere.hpp"

using namespace airut;

namespace {

csv::Profile profile(bool headings) {
  csv::Profile one;
  one.name = "fuzz";
  one.headings = headings;
  one.date_format = "D.M.YYYY";
  auto const* const names = headings ? "ABCDEFGH" : "12345678";
  std::size_t i = 0;
  for (auto const* member : {"number", "issue_date", "currency", "buyer.name", "line.quantity",
                             "line.net_price", "line.vat.rate", "payment.reference"}) {
    auto const name = std::string(1, names[i++]);
    one.columns.push_back({headings ? name : "#" + name, member});
  }
  return one;
}

}  // namespace

// The first byte chooses whether the file has headings.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  if (size == 0) return 0;
  static auto const with = profile(true), without = profile(false);
  auto const bytes = fuzz::text_of(data + 1, size - 1);
  auto const& used = data[0] % 2 == 0 ? with : without;
  csv::preview(bytes, used, 3);
  auto const file = csv::File::open(bytes, used);
  if (!file) return 0;
  for (std::size_t i = 0; i < file->invoices() && i < 4; ++i) {
    auto const item = file->item(i);
    fuzz::need(!file->text(i).empty());
    if (i == 0 && item.submission && fuzz::one_in(64, bytes)) {
      fuzz::write_everywhere(item.submission->invoice);
    }
  }
  return 0;
}
