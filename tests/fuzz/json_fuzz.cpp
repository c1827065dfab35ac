#include "formats/json/submission.hpp"
#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/everywhere.hpp"

using namespace airut;

int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const bytes = fuzz::text_of(data, size);
  auto const read = json::read_as_far_as_it_goes(bytes);
  if (!read.findings.empty()) return 0;
  auto const stored = json::write_submission(read.submission);
  auto const again = json::read_submission(stored, json::Source::stored);
  fuzz::need(again.has_value());
  fuzz::need(json::write_submission(*again) == stored);
  if (fuzz::one_in(64, bytes)) fuzz::write_everywhere(read.submission.invoice);
  return 0;
}
