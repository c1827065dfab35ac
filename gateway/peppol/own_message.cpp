#include "gateway/peppol/own_message.hpp"

#include <fmt/format.h>

#include "formats/gzip/gzip.hpp"
#include "formats/model/uuid.hpp"

namespace airut::gateway {

model::Result<channels::Parcel> own_parcel(OwnMessage message, config::PeppolSettings const& own) {
  auto const uuid = model::uuid_of(message.id);
  if (!uuid)
    return tl::unexpected{model::Problem{model::Fault::malformed, "The message has no UUID."}};
  auto header = sbdh::header_for(std::move(message.kind));
  header.sender.value = own.mls_to;
  header.receiver.value = message.receiver;
  header.instance_id = *uuid;
  header.created = message.created;
  header.country_c1 = message.country;
  auto envelope = sbdh::write(header, message.document);
  if (!envelope) return tl::unexpected{envelope.error()};
  channels::Parcel parcel;
  parcel.delivery_id = parcel.message_id = message.id;
  parcel.created = message.created;
  parcel.address = message.receiver;
  auto packed = gzip::compress(*envelope);
  parcel.files = {
      {fmt::format("{}.xml", message.file_name), "application/xml", *std::move(envelope)},
      {fmt::format("{}.xml.gz", message.file_name), "application/gzip", std::move(packed)}};
  return parcel;
}

}  // namespace airut::gateway
