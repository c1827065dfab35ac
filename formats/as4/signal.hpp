#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/as4/error.hpp"
#include "formats/as4/message.hpp"
#include "formats/xml/signature.hpp"

// What comes back for a message: a receipt that names every part with its digest
// (ebbp:NonRepudiationInformation), or errors.
namespace airut::as4 {

struct SignalHead {
  std::string message_id;  // of the signal itself
  model::Instant timestamp{};
  std::string ref_to_message_id;
};

// SOAP envelopes, signed by our key. The parts are those of the message that was opened.
std::string write_receipt(SignalHead const& head, std::vector<xml::SignedPart> const& parts,
                          Keys const& own);
std::string write_error(SignalHead const& head, Error const& error, Keys const& own);

struct Signal {
  std::string message_id, ref_to_message_id;
  // Whose signature over the whole signal held; nullopt: it carries none, or one that does not
  // hold, which why_unsigned says.
  std::optional<pki::Certificate> signer;
  std::string why_unsigned;
  bool is_receipt = false;
  Digests digests;            // of a receipt
  std::vector<Error> errors;  // of everything else; warnings are told with their severity
};

// The error is a sentence: the answer is no ebMS signal.
tl::expected<Signal, std::string> read_signal(std::string_view content_type, std::string_view body);

// What is wrong with a receipt for this message, to be signed by this access point; "" when it
// proves that the access point has every byte.
std::string objection_to(Signal const& receipt, std::string_view message_id, Digests const& digests,
                         pki::Certificate const& expected_signer);

}  // namespace airut::as4
