#include "gateway/dispatch/peppol_envelope.hpp"

#include <stdexcept>

#include "formats/model/uuid.hpp"
#include "formats/sbdh/envelope.hpp"

namespace airut::gateway {

model::Result<std::string> peppol_envelope(EnvelopeQuestion const& q, std::string_view document) {
  auto kind = sbdh::kind_of(document);
  if (!kind) return tl::unexpected{kind.error()};
  auto const& sender = q.seller.electronic_address;
  if (!sender || sender->scheme.empty()) {
    return tl::unexpected{model::Problem{model::Fault::missing,
                                         "The seller has no electronic address with a scheme "
                                         "(BT-34): Peppol cannot say who sends."}};
  }
  auto const uuid = model::uuid_of(q.message_id);
  if (!uuid) throw std::logic_error{"a message id without a UUID"};
  auto header = sbdh::header_for(*std::move(kind));
  header.sender.value = sender->scheme + ":" + sender->value;
  header.receiver.value = q.recipient;
  header.instance_id = *uuid;
  header.created = q.created;
  header.country_c1 = q.seller.address.country;
  if (!q.settings.mls_to.empty()) header.mls_to = sbdh::ParticipantId{q.settings.mls_to};
  if (q.settings.mls_always) header.mls_type = "ALWAYS_SEND";
  auto envelope = sbdh::write(header, document);
  if (!envelope) return envelope;
  // What a receiver would refuse does not leave.
  auto const again = sbdh::read(*envelope);
  if (again) return envelope;
  return tl::unexpected{model::Problem{model::Fault::unsupported, again.error().front().detail}};
}

}  // namespace airut::gateway
