#include "channels/peppol/identity.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace airut::channels {
namespace {

std::string file_text(std::filesystem::path const& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

as4::Keys own_keys(config::PeppolSettings const& settings) {
  auto key = pki::PrivateKey::from_pem(file_text(settings.private_key));
  if (!key) throw std::runtime_error{settings.private_key.string() + ": " + key.error().text};
  auto certificate = pki::Certificate::from_text(file_text(settings.certificate));
  if (!certificate) {
    throw std::runtime_error{settings.certificate.string() + ": " + certificate.error().text};
  }
  if (!key->belongs_to(*certificate)) {
    throw std::runtime_error{settings.private_key.string() + " is not the key of " +
                             settings.certificate.string()};
  }
  return {*std::move(key), *std::move(certificate)};
}

HttpOptions http_options(config::PeppolSettings const& settings, std::size_t reply_bytes) {
  HttpOptions options;
  options.ca_file = settings.ca_file;
  options.connect_time = settings.connect_time;
  options.timeout = settings.timeout;
  options.reply_bytes = reply_bytes;
  return options;
}

}  // namespace airut::channels
