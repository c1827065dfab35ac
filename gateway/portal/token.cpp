#include "gateway/portal/token.hpp"

#include <charconv>
#include <chrono>
#include <stdexcept>

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/hmac.h>

#include "formats/model/base64url.hpp"

namespace airut::gateway {
namespace {

constexpr std::size_t mac_bytes = 16;

std::string mac(std::string_view text, std::string_view key) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  auto const* made =
      HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<unsigned char const*>(text.data()), text.size(), digest, &length);
  if (made == nullptr || length < mac_bytes) throw std::runtime_error{"HMAC is not available"};
  return {reinterpret_cast<char const*>(digest), mac_bytes};
}

}  // namespace

std::string presented_in(std::string_view link_id, std::string_view channel) {
  return fmt::format("{}@{}", link_id, channel);
}

std::optional<Presented> presentation_of(std::string_view claimed_id) {
  auto const at = claimed_id.find('@');
  if (at == std::string_view::npos) return std::nullopt;
  return Presented{std::string{claimed_id.substr(0, at)}, std::string{claimed_id.substr(at + 1)}};
}

std::string sign_link(LinkClaim const& claim, std::string_view key) {
  auto const seconds =
      std::chrono::duration_cast<std::chrono::seconds>(claim.expires.time_since_epoch()).count();
  auto const text = fmt::format("{}.{}", claim.link_id, seconds);
  return model::base64url(text + mac(text, key));
}

std::optional<LinkClaim> verify_link(std::string_view token, std::string_view key) {
  constexpr std::size_t longest = 200;
  if (token.size() > longest) return std::nullopt;
  auto const bytes = model::from_base64url(token);
  if (!bytes || bytes->size() <= mac_bytes) return std::nullopt;
  auto const text = std::string_view{*bytes}.substr(0, bytes->size() - mac_bytes);
  auto const expected = mac(text, key);
  if (CRYPTO_memcmp(expected.data(), bytes->data() + text.size(), mac_bytes) != 0) {
    return std::nullopt;
  }
  auto const dot = text.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  std::int64_t seconds = 0;
  auto const digits = text.substr(dot + 1);
  auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
  if (fault != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return LinkClaim{std::string{text.substr(0, dot)}, model::Instant{std::chrono::seconds{seconds}}};
}

std::string form_token(std::string_view token, std::string_view key) {
  return model::base64url(mac(fmt::format("form {}", token), key));
}

bool is_form_token(std::string_view given, std::string_view token, std::string_view key) {
  auto const expected = form_token(token, key);
  return given.size() == expected.size() &&
         CRYPTO_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

}  // namespace airut::gateway
