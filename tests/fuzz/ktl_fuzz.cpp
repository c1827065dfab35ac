#include "formats/ktl/read.hpp"
#include "tests/fuzz/bytes.hpp"

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  (void)airut::ktl::read(airut::fuzz::text_of(data, size));
  return 0;
}
