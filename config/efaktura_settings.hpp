#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "config/secret.hpp"

namespace airut::config {

// Which of the operator's services takes the invoices.
enum class EfakturaFlow {
  issuer,  // eFaktura alone (EfakturaNetsSubmitterService v1)
  combo,   // eFaktura and AvtaleGiro in one shipment (EfakturaAtgService submitter v2)
};

// An issuer's or submitter's account at the operator of eFaktura.
struct EfakturaSettings {
  EfakturaFlow flow = EfakturaFlow::issuer;
  std::string url;                          // of the service
  std::string token_url, client_id, scope;  // OAuth 2.0; empty: by the certificate alone
  std::optional<Secret> client_secret;
  std::filesystem::path certificate, private_key;  // of this client; empty: none
  std::filesystem::path ca_file;                   // empty: the system's
  std::string service_provider;  // organisation number, for those who send for others
  std::string jwk_url;           // keys of the tokens that open a presentation; empty: no tokens
  int presentation_days = 490;   // 16 months, as the operator demands
  std::chrono::seconds timeout{30};
};

}  // namespace airut::config
