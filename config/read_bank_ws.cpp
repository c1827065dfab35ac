#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "config/parts.hpp"

namespace airut::config {
namespace {

void read_bank_files(Section& in, BankWsSettings& bank) {
  in.take("identity", bank.identity);
  in.take("sender_identity", bank.sender_identity);
  must_be_file(in, "sender_identity", bank.sender_identity);
  in.take("trust", bank.trust);
  bank.revocation = read_revocation(in, bank.revocation);
  std::vector<std::string> lists;
  in.take("revocation_lists", lists);
  for (auto const& list : lists) {
    bank.revocation_lists.push_back(in.reading().file.parent_path() / list);
    must_be_file(in, "revocation_lists", bank.revocation_lists.back());
  }
  in.take("bank_encryption", bank.bank_encryption);
  in.take("encryption_identity", bank.encryption_identity);
  must_be_file(in, "encryption_identity", bank.encryption_identity);
  in.take("ca_file", bank.ca_file);
  in.take("tls_certificate", bank.tls_certificate);
  in.take("tls_private_key", bank.tls_private_key);
  if (bank.identity.empty()) in.wrong("identity", "identity must be given");
  must_be_given(in, "trust", bank.trust);
  must_be_file(in, "ca_file", bank.ca_file);
  must_be_file(in, "tls_certificate", bank.tls_certificate);
  must_be_file(in, "tls_private_key", bank.tls_private_key);
  if (bank.tls_certificate.empty() != bank.tls_private_key.empty()) {
    in.wrong("tls_certificate", "tls_certificate and tls_private_key go together");
  }
}

// Lengths as ApplicationRequest.xsd and the header allow them.
void check_lengths(Section& in, BankWsSettings const& bank) {
  constexpr std::size_t customer = 16, sender = 35, target = 80;
  if (bank.customer_id.size() > customer) {
    in.wrong("customer_id", fmt::format("customer_id has at most {} characters", customer));
  }
  if (bank.sender_id.size() > sender) {
    in.wrong("sender_id", fmt::format("sender_id has at most {} characters", sender));
  }
  if (bank.target_id.size() > target) {
    in.wrong("target_id", fmt::format("target_id has at most {} characters", target));
  }
}

}  // namespace

BankWsSettings read_bank_ws(Section& in) {
  BankWsSettings bank;
  in.take_needed("bank", bank.bank);
  in.take_needed("customer_id", bank.customer_id);
  in.take("sender_id", bank.sender_id);
  if (bank.sender_id.empty()) bank.sender_id = bank.customer_id;
  in.take("target_id", bank.target_id);
  check_lengths(in, bank);
  in.take("test", bank.test);
  in.take("endpoint", bank.endpoint);
  in.take("certificate_endpoint", bank.certificate_endpoint);
  must_be_url(in, "endpoint", bank.endpoint);
  must_be_url(in, "certificate_endpoint", bank.certificate_endpoint);
  read_bank_files(in, bank);
  in.take_word("language", bank.language, {"FI", "SV", "EN"});
  in.take("tenant", bank.tenant);
  in.take("fetch", bank.fetch);
  read_times(in, "fetch_times", bank.fetch_times);
  in.take("silent_days", bank.silent_days, 1, 30);
  in.take("certificate_days", bank.certificate_days, 1, 365);
  in.take_seconds("connect_time", bank.connect_time, 300);
  in.take_seconds("timeout", bank.timeout, 600);
  return bank;
}

}  // namespace airut::config
