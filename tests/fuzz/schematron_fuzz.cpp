#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/rules.hpp"

// Rule files may include others of the operator's disk; bytes by chance may not.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const schema = airut::fuzz::text_of(data, size);
  if (schema.find("include") == schema.npos) airut::fuzz::compile_and_run(schema);
  return 0;
}
