#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "config/revocation.hpp"

namespace airut::config {

// An agreement on a bank's Web Services channel: e-invoices go up, payment files and answers are
// fetched.
struct BankWsSettings {
  std::string bank;                            // its rows in bank_profiles.tsv: nordea, op ...
  std::string customer_id;                     // CustomerId of the agreement
  std::string sender_id;                       // SenderId; as customer_id where it is left out
  std::string target_id;                       // TargetId, where the bank gave one
  bool test = false;                           // Environment TEST at the bank's test address
  std::string endpoint, certificate_endpoint;  // empty: the profile's
  // PEM: our private key and the certificate that the bank gave for it. Written anew, as a whole,
  // when the certificate is renewed.
  std::filesystem::path identity;
  // PEM, as identity: whoever sends for the customer signs the message around his request with his
  // own. Empty: the customer sends himself, and identity signs both.
  std::filesystem::path sender_identity;
  std::filesystem::path trust;  // PEM: the bank's authorities
  // The bank's certificates are asked for in these lists (PEM or DER, read at each question), then
  // where they say themselves.
  std::vector<std::filesystem::path> revocation_lists;
  Revocation revocation = Revocation::when_reachable;
  // Where content must be encrypted: the bank's certificate for that (fetched with ours where the
  // bank has a service for it), and our key and certificate that the bank encrypts to, both PEM. A
  // second pair in identity goes before encryption_identity.
  std::filesystem::path bank_encryption, encryption_identity;
  std::filesystem::path ca_file;                           // of TLS; empty: the system's
  std::filesystem::path tls_certificate, tls_private_key;  // shown in TLS; empty: none
  std::string language = "FI";                             // of the bank's texts: FI, SV, EN

  std::string tenant;              // whose ledger takes what is fetched; empty: nothing is fetched
  std::vector<std::string> fetch;  // meanings in bank_file_types.tsv; empty: all that come in
  // On banking days of the bank's country, by its clock; minutes after midnight.
  std::vector<std::chrono::minutes> fetch_times{
      std::chrono::minutes{450}, std::chrono::minutes{720}, std::chrono::minutes{1005}};
  int silent_days = 2;        // banking days without a good fetch until a person is told
  int certificate_days = 60;  // days before the certificate's end that a person is told

  std::chrono::seconds connect_time{30}, timeout{120};
};

}  // namespace airut::config
