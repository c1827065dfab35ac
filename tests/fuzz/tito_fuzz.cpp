#include "formats/tito/read.hpp"
#include "tests/fuzz/bytes.hpp"

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  (void)airut::tito::read(airut::fuzz::text_of(data, size));
  return 0;
}
