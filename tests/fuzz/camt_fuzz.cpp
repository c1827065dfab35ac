#include "formats/camt/read.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  (void)camt::read(fuzz::text_of(data, size));
  return 0;
}
