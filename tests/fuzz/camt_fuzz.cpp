#include "formats/camt/read.hpp"
#include "formats/xml/document.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const document = xml::Document::parse(fuzz::text_of(data, size));
  if (document && camt::is_camt(document->root())) (void)camt::read(document->root());
  return 0;
}
