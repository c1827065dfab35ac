#include "gateway/cli/tls_files.hpp"

#include <memory>
#include <new>

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

namespace airut::gateway::cli {
namespace {

struct Free {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

// The reason of what failed just now.
std::string reason() {
  auto const code = ERR_peek_last_error();
  ERR_clear_error();
  auto const* text = ERR_reason_error_string(code);
  return text == nullptr ? "OpenSSL does not take it" : text;
}

// Nobody is there to be asked for the words that open a key.
int no_password(char*, int, int, void*) { return -1; }

}  // namespace

std::string tls_fault(TlsFiles const& files) {
  std::unique_ptr<SSL_CTX, Free> const context{SSL_CTX_new(TLS_client_method())};
  if (!context) throw std::bad_alloc{};
  SSL_CTX_set_default_passwd_cb(context.get(), no_password);
  auto const& [authorities, certificate, key] = files;
  ERR_clear_error();
  std::error_code ignored;
  auto const load = std::filesystem::is_directory(authorities, ignored) ? &SSL_CTX_load_verify_dir
                                                                        : &SSL_CTX_load_verify_file;
  if (!authorities.empty() && load(context.get(), authorities.c_str()) != 1)
    return fmt::format("the authorities in {} cannot be used: {}", authorities.string(), reason());
  if (certificate.empty() || key.empty()) return {};
  if (SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) != 1)
    return fmt::format("the certificate {} cannot be used: {}", certificate.string(), reason());
  if (SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_check_private_key(context.get()) != 1)
    return fmt::format("the private key {} cannot be used: {}", key.string(), reason());
  return {};
}

}  // namespace airut::gateway::cli
