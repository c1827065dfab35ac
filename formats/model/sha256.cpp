#include "formats/model/sha256.hpp"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

namespace airut::model {

namespace {

constexpr std::string_view base64_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int base64_value(char c) {
  auto const at = base64_alphabet.find(c);
  return at == base64_alphabet.npos ? -1 : static_cast<int>(at);
}

bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

struct FreeDigest {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeDigest>;

// SHA-256 ready to begin. OpenSSL looks algorithms up by name, which costs more than to hash a
// short text, so a thread does it once and takes copies.
EVP_MD_CTX const& ready_to_begin() {
  thread_local DigestContext const context = [] {
    DigestContext made{EVP_MD_CTX_new()};
    if (!made || EVP_DigestInit_ex(made.get(), EVP_sha256(), nullptr) != 1)
      throw std::runtime_error{"OpenSSL has no SHA-256"};
    return made;
  }();
  return *context;
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
  thread_local DigestContext const context{EVP_MD_CTX_new()};
  Sha256 digest{};
  if (EVP_MD_CTX_copy_ex(context.get(), &ready_to_begin()) != 1 ||
      EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1)
    throw std::runtime_error{"SHA-256 failed"};
  return digest;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (char const c : bytes) {
    auto const byte = static_cast<unsigned char>(c);
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  auto const digest = sha256(bytes);
  return hex({reinterpret_cast<char const*>(digest.data()), digest.size()});
}

std::string base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<unsigned char const*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  return text;
}

bool base64_decode(std::string_view text, std::string& bytes) {
  bytes.clear();
  bytes.reserve(text.size() / 4 * 3);
  unsigned group = 0;
  int have = 0, padding = 0;
  for (char const c : text) {
    if (is_blank(c)) continue;
    auto const value = c == '=' ? 0 : base64_value(c);
    if (value < 0 || (padding > 0 && c != '=')) return false;
    padding += c == '=' ? 1 : 0;
    group = (group << 6) | static_cast<unsigned>(value);
    if (++have < 4) continue;
    if (padding > 2) return false;
    for (int at = 2; at >= padding; --at) bytes += static_cast<char>((group >> (8 * at)) & 0xff);
    // Bits that padding throws away must be zero, or two texts would mean the same bytes.
    if ((group & ((1u << (8 * padding)) - 1)) != 0) return false;
    group = 0;
    have = 0;
  }
  return have == 0;
}

}  // namespace airut::model
