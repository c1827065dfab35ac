#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "channels/parcel.hpp"
#include "ledger/store/deliveries.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {

inline constexpr std::string_view seal_media_type = "application/vnd.airut.parcel+json";

// A parcel's files and a list of them with the parcel's texts, ready to be kept.
struct PackedParcel {
  std::vector<ledger::PackedDocument> files;
  ledger::PackedDocument list;
};
PackedParcel pack_parcel(channels::Parcel const& parcel);

// Keeps them; returns the list's digest, the payload_digest of every attempt. What was kept once is
// offered again byte for byte.
std::string keep_parcel(ledger::Transaction& tx, PackedParcel const& parcel);

// The parcel that a delivery was sealed with. Throws std::runtime_error when the store lost a part.
channels::Parcel sealed_parcel(ledger::Snapshot& view, ledger::DeliveryRow const& delivery);

// How the letter of a delivery that left on paper was addressed; nullopt for others.
std::optional<channels::PrintJob> sealed_letter(ledger::Snapshot& view,
                                                ledger::DeliveryRow const& delivery);

// The files that a seal names, without their bytes.
struct SealedFile {
  std::string name, media_type, digest;
};
std::vector<SealedFile> sealed_files(std::string_view seal);
// Their digests where the document is a sealed parcel's list; of others none.
std::vector<std::string> files_of_parcel(ledger::StoredDocument const& document);

}  // namespace airut::gateway
