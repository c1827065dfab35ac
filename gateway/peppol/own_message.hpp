#pragma once

#include <string>
#include <string_view>

#include "channels/parcel.hpp"
#include "config/settings.hpp"
#include "formats/model/result.hpp"
#include "formats/sbdh/envelope.hpp"

namespace airut::gateway {

// What the access point itself says to another: a status of what was received, a monthly report.
struct OwnMessage {
  sbdh::Kind kind;
  std::string_view document;  // UTF-8
  std::string id;             // of ours: the message's, and in it the envelope's UUID
  std::string receiver;       // participant id with its scheme
  model::Instant created{};
  std::string_view file_name;  // without its ending
  std::string_view country;    // COUNTRY_C1, ISO 3166-1
};

// In its SBDH envelope, ready for AS4: the same message gives the same bytes. Problem: the id holds
// no UUID, or as sbdh::write().
model::Result<channels::Parcel> own_parcel(OwnMessage message, config::PeppolSettings const& own);

}  // namespace airut::gateway
