#include "formats/json/submission.hpp"
#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/everywhere.hpp"

using namespace airut;

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const read = json::read_as_far_as_it_goes(fuzz::text_of(data, size));
  if (!read.findings.empty()) return 0;
  auto const stored = json::write_submission(read.submission);
  auto const again = json::read_submission(stored, json::Source::stored);
  fuzz::need(again.has_value());
  fuzz::need(json::write_submission(*again) == stored);
  if (size % 4 == 0) fuzz::write_everywhere(read.submission.invoice);
  return 0;
}
