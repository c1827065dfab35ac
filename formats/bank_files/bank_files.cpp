#include "formats/bank_files/bank_files.hpp"

#include "formats/camt/read.hpp"
#include "formats/ktl/read.hpp"
#include "formats/netsgiro/read.hpp"
#include "formats/tito/read.hpp"

namespace airut::bank_files {
namespace {

std::string_view without_mark(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return bytes;
}

std::string_view without_blanks_in_front(std::string_view bytes) {
  auto const first = bytes.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view{} : bytes.substr(first);
}

bool begins_as_xml(std::string_view text) {
  using namespace std::string_view_literals;
  return text.starts_with('<') || text.starts_with("\xFF\xFE<\0"sv) ||  // UTF-16
         text.starts_with("\xFE\xFF\0<"sv);
}

model::Findings unrecognised() {
  model::Finding finding;
  finding.code = "bank-file-unrecognised";
  finding.detail = "The file is neither camt.053 or camt.054, nor KTL or TITO, nor OCR giro.";
  return {finding};
}

}  // namespace

tl::expected<model::BankFile, model::Findings> read(std::string_view bytes) {
  // The readers of records pass over blank lines themselves and count them.
  auto const lines = without_mark(bytes);
  auto const content = without_blanks_in_front(lines);
  if (netsgiro::looks_like_netsgiro(content)) return netsgiro::read_ocr(lines);
  if (begins_as_xml(content)) {
    auto read = camt::read(content);
    return read ? *std::move(read) : tl::unexpected(unrecognised());
  }
  if (ktl::looks_like_ktl(content)) return ktl::read(lines);
  if (tito::looks_like_tito(content)) return tito::read(lines);
  return tl::unexpected(unrecognised());
}

}  // namespace airut::bank_files
