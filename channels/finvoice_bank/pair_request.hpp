#pragma once

#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "channels/finvoice_bank/client.hpp"
#include "channels/finvoice_bank/identity.hpp"
#include "formats/bank_ws/pki_factory.hpp"

namespace airut::channels {

// How much a certificate service may answer.
inline constexpr std::size_t pki_reply_bytes = 1u << 20;
// Why there is no certificate: a deviation code, and a sentence.
tl::unexpected<Trace> no_certificate(std::string code, std::string text);

// A certificate of the bank's own, for people who compare it with what the bank told them.
struct BankFingerprint {
  std::string use;              // encryption, signing, root
  std::string subject, sha256;  // of the DER, lower-case hexadecimal
  model::Instant not_after{};
};

// Asks Danske Bank's certificate service for a pair of certificates. What the service says of the
// bank is believed when the configured root signed it. Not thread-safe; blocks.
class PairRequest {
 public:
  // profile: with the address of the certificate service in certificate_endpoint.
  PairRequest(config::BankWsSettings const& settings, config::BankProfile const& profile,
              BankClient::Now const& now)
      : settings_(settings), profile_(profile), now_(now), trust_(settings) {}

  struct Obtained {
    std::string pem;  // both keys and their certificates, as an identity file has them
    std::vector<BankFingerprint> bank;
  };
  using Result = tl::expected<Obtained, Trace>;

  // keys: a PEM of the one that signs and the one that is encrypted to. The first pair by the PIN
  // that the bank gave; each later one by the pair in use.
  Result first(std::vector<std::string> const& keys, std::string const& pin,
               std::string const& company);
  Result renew(std::vector<std::string> const& keys, Identity const& current,
               pki::Certificate const& current_encryption);

 private:
  struct Bank {
    pki::Certificate encryption;
    std::vector<BankFingerprint> fingerprints;
  };
  tl::expected<Bank, Trace> bank();
  tl::expected<bank_ws::PkiResponse, Trace> ask(std::string const& message,
                                                std::string const& request_id,
                                                bank_ws::PkiOperation operation);
  Result issued(tl::expected<std::string, std::string> const& message,
                bank_ws::PairRequest const& request, bank_ws::PkiOperation operation,
                std::vector<std::string> const& keys, Bank const& bank);
  bank_ws::PkiHeader header() const;
  void keep(pki::Certificate const& encryption) const;

  config::BankWsSettings const& settings_;
  config::BankProfile const& profile_;
  BankClient::Now const& now_;
  BankTrust trust_;
};

}  // namespace airut::channels
