#include "gateway/webhooks/signature.hpp"

#include <array>
#include <charconv>
#include <cstring>
#include <stdexcept>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "formats/model/sha256.hpp"

namespace airut::gateway {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t secret_bytes = 24;

std::string mac(std::string_view key, std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  auto const* made =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest, &length);
  if (made == nullptr) throw std::runtime_error{"HMAC is not available"};
  return {reinterpret_cast<char const*>(digest), length};
}

std::int64_t seconds_of(std::string_view text) {
  std::int64_t seconds = 0;
  std::from_chars(text.data(), text.data() + text.size(), seconds);
  return seconds;
}

bool is_public_v4(std::uint32_t address) {  // host order
  struct Net {
    std::uint32_t net;
    int bits;
  };
  // RFC 6890: what is not globally reachable, multicast and the rest above it.
  constexpr std::array<Net, 14> closed{{{0x00000000, 8},
                                        {0x0A000000, 8},
                                        {0x64400000, 10},
                                        {0x7F000000, 8},
                                        {0xA9FE0000, 16},
                                        {0xAC100000, 12},
                                        {0xC0000000, 24},
                                        {0xC0000200, 24},
                                        {0xC0586300, 24},
                                        {0xC0A80000, 16},
                                        {0xC6120000, 15},
                                        {0xC6336400, 24},
                                        {0xCB007100, 24},
                                        {0xE0000000, 3}}};
  for (auto const& one : closed) {
    if (address >> (32 - one.bits) == one.net >> (32 - one.bits)) return false;
  }
  return true;
}

bool is_public_v6(in6_addr const& address) {
  auto const* bytes = address.s6_addr;
  bool mapped = bytes[10] == 0xFF && bytes[11] == 0xFF;
  for (int i = 0; i < 10; ++i) mapped &= bytes[i] == 0;
  if (mapped) {
    std::uint32_t v4 = 0;
    std::memcpy(&v4, bytes + 12, sizeof v4);
    return is_public_v4(ntohl(v4));
  }
  return (bytes[0] & 0xE0) == 0x20;  // 2000::/3 is what is global
}

}  // namespace

std::string new_webhook_secret() {
  unsigned char bytes[secret_bytes];
  if (RAND_bytes(bytes, sizeof bytes) != 1) throw std::runtime_error{"no random bytes"};
  return std::string{prefix} + model::base64({reinterpret_cast<char const*>(bytes), sizeof bytes});
}

std::string webhook_signature(std::string_view secrets, std::string_view id,
                              std::string_view timestamp, std::string_view body) {
  auto const text = fmt::format("{}.{}.{}", id, timestamp, body);
  std::string header;
  while (!secrets.empty()) {
    auto const blank = secrets.find(' ');
    auto secret = secrets.substr(0, blank);
    secrets = blank == std::string_view::npos ? std::string_view{} : secrets.substr(blank + 1);
    if (secret.substr(0, prefix.size()) == prefix) secret.remove_prefix(prefix.size());
    if (auto const at = secret.find('@'); at != std::string_view::npos) {
      if (seconds_of(secret.substr(at + 1)) < seconds_of(timestamp)) continue;
      secret = secret.substr(0, at);
    }
    std::string key;
    if (secret.empty() || !model::base64_decode(secret, key)) continue;
    if (!header.empty()) header += ' ';
    header += "v1," + model::base64(mac(key, text));
  }
  return header;
}

bool is_public_address(std::string_view address) {
  std::string const text{address};
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return is_public_v4(ntohl(v4.s_addr));
  in6_addr v6{};
  return inet_pton(AF_INET6, text.c_str(), &v6) == 1 && is_public_v6(v6);
}

bool is_loopback_address(std::string_view address) {
  constexpr std::uint32_t first_byte = 127;
  std::string const text{address};
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return ntohl(v4.s_addr) >> 24 == first_byte;
  in6_addr v6{};
  return inet_pton(AF_INET6, text.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

}  // namespace airut::gateway
