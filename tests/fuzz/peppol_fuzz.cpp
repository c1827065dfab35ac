#include "formats/application_response/invoice_response.hpp"
#include "formats/application_response/mls.hpp"
#include "formats/sbdh/envelope.hpp"
#include "formats/smp/metadata.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;

// What strangers in the network send is a value or findings. An envelope that is read is written
// and read again as it was, and a status that is written is read.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const bytes = fuzz::text_of(data, size);
  if (auto const header = sbdh::read(bytes)) {
    auto const document = sbdh::document_in(bytes);
    if (document) {
      auto const written = sbdh::write(*header, *document);
      if (written) fuzz::need(sbdh::read(*written) == header);
    }
  }
  (void)sbdh::kind_of(bytes);
  (void)smp::read_metadata(bytes);
  (void)smp::read_group(bytes);
  if (auto const status = application_response::read_mls(bytes))
    fuzz::need(
        application_response::read_mls(application_response::write_mls(*status)).has_value());
  (void)application_response::read_invoice_response(bytes);
  return 0;
}
