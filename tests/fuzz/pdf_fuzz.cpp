#include "formats/pdf/read.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const bytes = fuzz::text_of(data, size);
  if (pdf::is_pdf(bytes)) (void)pdf::embedded_invoice(bytes);
  return 0;
}
