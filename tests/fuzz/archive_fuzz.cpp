#include "formats/archive/archive.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;

// No archive may give more than its limits allow.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  archive::Limits limits;
  limits.unpacked_bytes = 1u << 20;
  limits.file_bytes = 1u << 18;
  limits.files = 50;
  std::uint64_t bytes = 0;
  std::uint32_t files = 0;
  (void)archive::for_each_file(fuzz::text_of(data, size), limits,
                               [&](std::string const&, std::string const& content) {
                                 bytes += content.size();
                                 fuzz::need(content.size() <= limits.file_bytes);
                                 fuzz::need(bytes <= limits.unpacked_bytes);
                                 fuzz::need(++files <= limits.files);
                                 return true;
                               });
  return 0;
}
