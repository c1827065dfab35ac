#include "formats/teapps/read.hpp"
#include "formats/xml/document.hpp"
#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/everywhere.hpp"

using namespace airut;

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const document = xml::Document::parse(fuzz::text_of(data, size), "Finvoice");
  if (!document) return 0;
  auto const read = teapps::read(document->root());
  if (read && size % 4 == 0) fuzz::write_everywhere(read->invoice);  // writing is slower
  return 0;
}
