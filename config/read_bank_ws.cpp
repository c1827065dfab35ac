#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "config/parts.hpp"

namespace airut::config {
namespace {

// "07:30".
std::optional<std::chrono::minutes> time_of_day(std::string_view text) {
  int hour = 0, minute = 0;
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  auto const part = [](std::string_view digits, int& value, int most) {
    auto const* end = digits.data() + digits.size();
    auto const read = std::from_chars(digits.data(), end, value);
    return read.ec == std::errc{} && read.ptr == end && value >= 0 && value <= most;
  };
  if (!part(text.substr(0, 2), hour, 23) || !part(text.substr(3), minute, 59)) return std::nullopt;
  return std::chrono::hours{hour} + std::chrono::minutes{minute};
}

void read_times(Section& in, std::vector<std::chrono::minutes>& times) {
  if (!in.has("fetch_times")) return;
  std::vector<std::string> texts;
  in.take("fetch_times", texts);
  times.clear();
  for (auto const& text : texts) {
    auto const time = time_of_day(text);
    if (time) {
      times.push_back(*time);
    } else {
      in.wrong("fetch_times", fmt::format("\"{}\" is no time of day, HH:MM", text));
    }
  }
  std::sort(times.begin(), times.end());
}

void read_files(Section& in, BankWsSettings& bank) {
  in.take("identity", bank.identity);
  in.take("trust", bank.trust);
  in.take("bank_encryption", bank.bank_encryption);
  in.take("encryption_identity", bank.encryption_identity);
  must_exist(in, "bank_encryption", bank.bank_encryption);
  must_exist(in, "encryption_identity", bank.encryption_identity);
  in.take("ca_file", bank.ca_file);
  in.take("tls_certificate", bank.tls_certificate);
  in.take("tls_private_key", bank.tls_private_key);
  if (bank.identity.empty()) in.wrong("identity", "identity must be given");
  must_be_given(in, "trust", bank.trust);
  must_exist(in, "ca_file", bank.ca_file);
  must_exist(in, "tls_certificate", bank.tls_certificate);
  must_exist(in, "tls_private_key", bank.tls_private_key);
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
  read_files(in, bank);
  in.take_word("language", bank.language, {"FI", "SV", "EN"});
  in.take("tenant", bank.tenant);
  in.take("fetch", bank.fetch);
  read_times(in, bank.fetch_times);
  in.take("silent_days", bank.silent_days, 1, 30);
  in.take("certificate_days", bank.certificate_days, 1, 365);
  in.take_seconds("connect_time", bank.connect_time, 300);
  in.take_seconds("timeout", bank.timeout, 600);
  return bank;
}

}  // namespace airut::config
