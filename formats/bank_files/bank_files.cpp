#include "formats/bank_files/bank_files.hpp"

#include "formats/camt/read.hpp"
#include "formats/ktl/read.hpp"
#include "formats/netsgiro/read.hpp"
#include "formats/tito/read.hpp"

namespace airut::bank_files {
namespace {

bool begins_as_xml(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  auto const first = bytes.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '<';
}

model::Findings unrecognised() {
  model::Finding finding;
  finding.code = "bank-file-unrecognised";
  finding.detail = "The file is neither camt.053 or camt.054, nor KTL or TITO, nor OCR giro.";
  return {finding};
}

}  // namespace

tl::expected<model::BankFile, model::Findings> read(std::string_view bytes) {
  if (netsgiro::looks_like_netsgiro(bytes)) return netsgiro::read_ocr(bytes);
  if (begins_as_xml(bytes)) {
    auto read = camt::read(bytes);
    return read ? *std::move(read) : tl::unexpected(unrecognised());
  }
  if (ktl::looks_like_ktl(bytes)) return ktl::read(bytes);
  if (tito::looks_like_tito(bytes)) return tito::read(bytes);
  return tl::unexpected(unrecognised());
}

}  // namespace airut::bank_files
