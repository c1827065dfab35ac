#include "formats/ubl/read.hpp"
#include "formats/xml/document.hpp"
#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/everywhere.hpp"

using namespace airut;

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const bytes = fuzz::text_of(data, size);
  auto const document = xml::Document::parse(bytes, "Finvoice");
  if (!document) return 0;
  auto const read = ubl::read(document->root());
  if (read && fuzz::one_in(64, bytes)) fuzz::write_everywhere(read->invoice);
  return 0;
}
