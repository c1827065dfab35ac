#pragma once

#include "formats/application_response/invoice_response.hpp"
#include "formats/application_response/mls.hpp"
#include "gateway/deviations/hear.hpp"

namespace airut::gateway {

// What a Message Level Status says of the delivery that it is about: AP is delivered to the
// recipient, AB accepted by the provider, RE a deviation by its worst reason.
News news_of(application_response::Mls const& status);

// What the buyer says: in process, accepted or paid is acknowledged by the buyer; a query pauses,
// a rejection goes back to the client.
News news_of(application_response::InvoiceResponse const& response);

}  // namespace airut::gateway
