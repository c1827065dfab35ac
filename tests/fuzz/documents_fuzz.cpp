#include "formats/documents/checked.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;

// The splitter gives the same documents however the stream comes, and one that can be read can be
// checked.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const bytes = fuzz::text_of(data, size);
  auto const whole = documents::split(bytes);
  auto rest = bytes;
  auto const drop = 40 + size % 1000;
  documents::Splitter drop_by_drop{[&](char* to, std::size_t most) {
    auto const taken = rest.copy(to, std::min(most, drop));
    rest.remove_prefix(taken);
    return taken;
  }};
  for (auto const& part : whole) {
    auto const same = drop_by_drop.next();
    fuzz::need(same && *same && (*same)->bytes == part.bytes && (*same)->line == part.line);
  }
  if (whole.size() != 1 || !fuzz::one_in(8, bytes)) return 0;
  if (auto read = documents::read_document(bytes)) (void)documents::check(*read);
  return 0;
}
