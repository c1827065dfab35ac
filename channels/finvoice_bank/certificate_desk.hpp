#pragma once

#include <string>

#include <tl/expected.hpp>

#include "channels/finvoice_bank/client.hpp"
#include "channels/finvoice_bank/pair_request.hpp"
#include "formats/bank_ws/certificate_request.hpp"

namespace airut::channels {

// Gets certificates from a bank's certificate service. A new key is on the disk before its request
// leaves (IDENTITY.coming); the new pair takes the place of the old one in one step, and only after
// the bank has answered a message signed with it. The old pair stays as IDENTITY.SERIAL. Whatever
// breaks off in between, asking again goes on from there. A bank that gives two pairs at once gives
// both into the one file: they change together. Not thread-safe; blocks.
class CertificateDesk {
 public:
  CertificateDesk(config::BankWsSettings settings, config::BankProfiles profiles,
                  BankClient::Now now);

  struct Obtained {
    std::string serial, previous_serial;  // lower-case hexadecimal; previous "" for the first
    model::Instant not_after{};
    std::vector<BankFingerprint> bank;  // its own certificates, where its service tells them
  };
  using Result = tl::expected<Obtained, Trace>;

  // The first one, by the code that the bank gave for it.
  Result first(std::string const& transfer_key, std::string const& company);
  // One that follows after the one in use. A renewal that waits for the bank goes on.
  Result renew();

 private:
  using Step = tl::expected<void, Trace>;
  std::filesystem::path coming() const;
  bool has_coming_certificate() const;
  std::string coming_key();
  tl::expected<pki::Certificate, Trace> fetch(std::string const& message,
                                              std::string const& request_id,
                                              config::BankProfile const& profile);
  bank_ws::CertificateRequest request(config::BankProfile const& profile) const;
  Step obtain(std::string const& key, bank_ws::CertificateRequest request,
              tl::expected<std::string, model::Problem> pkcs10, bank_ws::Keys const* signer,
              std::string const& transfer_key);
  std::vector<std::string> coming_keys();
  tl::expected<pki::Certificate, std::string> encryption_in_use(Identity const& current) const;
  Step keep_pair(PairRequest::Result obtained);
  Step obtain_first(config::BankProfile const& profile, std::string const& transfer_key,
                    std::string const& company);
  Step obtain_next(config::BankProfile const& profile, Identity const& current);
  Step prove();
  Result take_into_use(std::string const& previous_serial);

  config::BankWsSettings settings_;
  config::BankProfiles profiles_;
  BankClient::Now now_;
  std::vector<BankFingerprint> bank_;
};

}  // namespace airut::channels
