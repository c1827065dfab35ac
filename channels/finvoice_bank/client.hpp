#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "channels/finvoice_bank/identity.hpp"
#include "channels/finvoice_bank/judge.hpp"
#include "channels/http/client.hpp"
#include "config/bank_profiles.hpp"
#include "config/channel_settings.hpp"
#include "formats/bank_ws/application_request.hpp"

namespace airut::channels {

// Asks a bank's Web Services: signs, posts, and believes only what the bank signed. Thread-safe;
// blocks.
class BankClient {
 public:
  using Now = std::function<model::Instant()>;

  // Throws std::runtime_error when the bank has no profile or the trust file cannot be read.
  BankClient(config::BankWsSettings settings, config::BankProfiles profiles, Now now);

  BankAnswer upload(std::string const& name, std::string const& file_type, std::string bytes);
  struct Listing {
    std::string file_type, status;  // NEW, ALL
    std::optional<model::Date> start, end;
  };
  BankAnswer list(Listing const& wish);
  BankAnswer download(std::string const& reference, std::string const& file_type,
                      std::string const& target_id);
  BankAnswer remove(std::string const& reference, std::string const& file_type);
  BankAnswer user_info();

  // The error is a sentence that names the table.
  tl::expected<config::BankProfile, std::string> profile() const;
  config::BankProfiles const& profiles() const { return profiles_; }
  config::BankWsSettings const& settings() const { return settings_; }
  BankIdentity& identity() { return identity_; }
  BankIdentity& sender_identity() { return sender_identity_; }
  // When the first of our certificates ends. The error is a sentence: there is none.
  tl::expected<model::Instant, std::string> not_after();
  model::Instant now() const { return now_(); }
  // Why nobody could be asked whether the bank's certificate was revoked, when it was last asked
  // for; "" when that could be asked. None: no answer of the bank was believed yet.
  std::optional<std::string> unchecked() const;

 private:
  using Keys = std::shared_ptr<bank_ws::Keys const>;
  // The customer's sign the request, the sender's the message around it.
  struct Signers {
    Keys customer, sender;
  };
  tl::expected<Signers, std::string> signers();
  bank_ws::ApplicationRequest request(bank_ws::Operation operation) const;
  BankAnswer ask(bank_ws::ApplicationRequest request);
  BankAnswer post(bank_ws::ApplicationRequest const& request, config::BankProfile const& profile,
                  Signers const& signers);
  // The request as the bank reads it: signed, and encrypted where that is wanted. The error is
  // what becomes of the request.
  tl::expected<std::string, BankAnswer> document_of(bank_ws::ApplicationRequest const& request,
                                                    config::BankProfile const& profile,
                                                    bank_ws::Keys const& keys);
  BankAnswer weighed(BankAnswer answer, bank_ws::Operation operation);
  std::string unasked_signer();
  BankIdentity::Current opener();
  model::Instant fresh_timestamp();

  config::BankWsSettings settings_;
  config::BankProfiles profiles_;
  Now now_;
  BankIdentity identity_, sender_identity_, encryption_identity_;
  BankTrust bank_;
  mutable std::mutex mutex_;
  model::Instant last_{};                       // timestamp that was given last
  std::vector<pki::Certificate> bank_signers_;  // of the last answer that was believed
  std::string unchecked_;
};

// One for each agreement, whoever asks through it; by channel.
using BankClients = std::map<std::string, std::shared_ptr<BankClient>>;

// How a bank is reached, with answers of at most so many bytes.
HttpOptions http_options(config::BankWsSettings const& settings, std::size_t reply_bytes);
// How the bank wants what it gets signed.
bank_ws::Style style_of(config::BankProfile const& profile);
// An id that no message had before, of 32 characters.
std::string fresh_id();

inline constexpr std::string_view bank_software = "Airut";

}  // namespace airut::channels
