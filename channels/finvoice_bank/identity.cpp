#include "channels/finvoice_bank/identity.hpp"

#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace airut::channels {

tl::expected<bank_ws::Keys, std::string> read_identity(std::string_view pem) {
  auto key = pki::PrivateKey::from_pem(pem);
  if (!key) return tl::unexpected{key.error().text};
  auto certificate = pki::Certificate::from_text(pem);
  if (!certificate) return tl::unexpected{certificate.error().text};
  if (!key->belongs_to(*certificate)) {
    return tl::unexpected{std::string{"The key and the certificate do not belong together."}};
  }
  return bank_ws::Keys{*std::move(key), *std::move(certificate)};
}

// The file is small, and reading it costs nothing beside a message to a bank.
tl::expected<std::shared_ptr<bank_ws::Keys const>, std::string> BankIdentity::current() {
  std::ifstream in{file_, std::ios::binary};
  std::string const bytes{std::istreambuf_iterator<char>{in}, {}};
  if (bytes.empty()) return tl::unexpected{fmt::format("{} cannot be read.", file_.string())};
  std::lock_guard const lock{mutex_};
  if (keys_ && bytes == read_) return keys_;
  auto keys = read_identity(bytes);
  if (!keys) return tl::unexpected{fmt::format("{}: {}", file_.string(), keys.error())};
  keys_ = std::make_shared<bank_ws::Keys const>(*std::move(keys));
  read_ = bytes;
  return keys_;
}

}  // namespace airut::channels
