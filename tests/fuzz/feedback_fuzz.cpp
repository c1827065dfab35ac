#include "formats/collection/read.hpp"
#include "formats/efaktura/message.hpp"
#include "formats/feedback/read.hpp"
#include "formats/netsgiro/mandates.hpp"
#include "formats/netsgiro/receipts.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;

namespace {

feedback::Layout layout_of(feedback::Syntax syntax, std::string record, std::string id,
                           std::string status) {
  feedback::Layout layout;
  layout.syntax = syntax;
  layout.record = std::move(record);
  layout.message_id = std::move(id);
  layout.status = std::move(status);
  layout.text = "text";
  return layout;
}

netsgiro::ReceiptWords words() {
  netsgiro::ReceiptWords all;
  all.file_refused = {"L200"};
  all.received = {"L226"};
  all.claims_refused = {"L00202"};
  all.rejection = {"AVVIST"};
  all.transmission = {"forsendelse"};
  all.assignment = {"oppdrag"};
  all.transaction = {"transaksjon"};
  all.kid = {"kid"};
  all.amount = {"belop"};
  all.due = {"forfall"};
  all.reason = {"feilmelding"};
  all.level = {"niva"};
  all.warning = {"ADVARSEL"};
  return all;
}

}  // namespace

// What operators, clearing houses and agencies answer is a value or findings.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static auto const csv = layout_of(feedback::Syntax::csv, "", "id", "status");
  static auto const json = layout_of(feedback::Syntax::json, "statuses", "id", "status");
  static auto const xml = layout_of(feedback::Syntax::xml, "Status", "Id", "Code");
  static auto const receipt_words = words();
  auto const bytes = fuzz::text_of(data, size);
  for (auto const* layout : {&csv, &json, &xml}) (void)feedback::read(bytes, *layout);
  (void)netsgiro::read_mandates(bytes);
  for (auto const* name : {"L200.txt", "L226.txt", "L00202.csv"})
    (void)netsgiro::read_receipt(name, bytes, receipt_words);
  (void)collection::read_reports(bytes);
  (void)efaktura::read_answer(bytes);
  return 0;
}
