#include "formats/finvoice_frame/acknowledgement.hpp"
#include "formats/finvoice_frame/attachments.hpp"
#include "formats/finvoice_frame/stream.hpp"
#include "formats/finvoice_notice/receiver_notice.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;
namespace ff = finvoice_frame;

namespace {

ff::Stream stream_of(std::string_view bytes, std::size_t step) {
  auto source = [rest = bytes, step](char* to, std::size_t most) mutable {
    auto const taken = rest.copy(to, std::min(most, step));
    rest.remove_prefix(taken);
    return taken;
  };
  return ff::Stream{source, std::size_t{1} << 20};
}

}  // namespace

// The messages of a file are the same however it comes, a frame that is read is written and read
// again as it was, and no message breaks its reader.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const bytes = fuzz::text_of(data, size);
  auto whole = stream_of(bytes, std::size_t{1} << 16);
  auto pieces = stream_of(bytes, 7);
  for (auto next = whole.next(); next && *next; next = whole.next()) {
    auto const& message = **next;
    auto const same = pieces.next();
    fuzz::need(same && *same && (*same)->bytes == message.bytes);
    fuzz::need((*same)->envelope == message.envelope && (*same)->frame == message.frame);
    if (message.frame) {
      if (auto const written = ff::write_frame(*message.frame, xml::Encoding::utf8)) {
        auto const again = ff::read_frame(*written, "");
        fuzz::need(again && *again == *message.frame);
      }
    }
    (void)ff::read_acknowledgement(message.bytes);
    (void)ff::read_attachments(message.bytes);
    (void)finvoice_notice::read_receiver_notice(message.bytes);
  }
  return 0;
}
