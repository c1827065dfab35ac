#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "channels/finvoice_bank/bank_trust.hpp"
#include "channels/http/client.hpp"
#include "channels/outcome.hpp"
#include "config/bank_profiles.hpp"
#include "formats/bank_ws/application_response.hpp"
#include "formats/bank_ws/soap.hpp"

namespace airut::channels {

// What a bank's answer must be an answer to.
struct BankQuestion {
  bank_ws::Operation operation = bank_ws::Operation::get_user_info;
  std::string request_id, customer_id;
  bool takes_sha1 = false;
  std::shared_ptr<bank_ws::Keys const> opener;  // content is encrypted to this; none: it is plain
  model::Instant now{};
};

// What a bank said, or why it said nothing.
struct BankAnswer {
  config::BankVerdict verdict = config::BankVerdict::unsure;
  Trace trace;
  std::optional<std::chrono::seconds> retry_after;
  bank_ws::ApplicationResponse response;  // when the verdict is good or empty
  std::string receipt;                    // the answer as it came, signed, when it is good
  // Who signed what was believed, and why nobody could be asked whether one of them was taken
  // back; "" when it was asked.
  std::vector<pki::Certificate> signers;
  std::string unchecked;
};

// Good news is believed only when the message and the document in it are signed by the bank, now,
// and answer this very question. Bad news may come unsigned, since a bank that does not know us
// cannot always sign; a signature that does not hold makes it no news at all. A signer whose
// revocation could not be asked is believed here: the answer says so.
BankAnswer judge(HttpReply const& reply, BankQuestion const& question,
                 config::BankProfiles const& profiles, BankTrust& bank);

// A failure before any word of the bank's own: nothing came, or no SOAP.
BankAnswer without_words(HttpReply const& reply, std::string why);

}  // namespace airut::channels
