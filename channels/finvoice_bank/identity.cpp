#include "channels/finvoice_bank/identity.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

namespace airut::channels {
namespace {

// The second pair of the text; nullopt where it has one key alone.
tl::expected<std::optional<bank_ws::Keys>, std::string> second_pair(std::string_view pem) {
  auto const keys = private_keys_in(pem);
  if (keys.size() < 2) return std::nullopt;
  auto key = pki::PrivateKey::from_pem(keys.at(1));
  if (!key) return tl::unexpected{key.error().text};
  auto const certificates = pki::certificates_in(pem);
  if (!certificates) return tl::unexpected{certificates.error().text};
  auto const own = std::find_if(certificates->begin(), certificates->end(),
                                [&](auto const& one) { return key->belongs_to(one); });
  if (own == certificates->end()) {
    return tl::unexpected{std::string{"The second key has no certificate."}};
  }
  return bank_ws::Keys{*std::move(key), *own};
}

}  // namespace

std::vector<std::string> private_keys_in(std::string_view pem) {
  constexpr std::string_view begin = "-----BEGIN ", end = "-----END ", dashes = "-----";
  std::vector<std::string> keys;
  for (auto at = pem.find(begin); at != std::string_view::npos; at = pem.find(begin, at)) {
    auto const name =
        pem.substr(at + begin.size(), pem.find(dashes, at + begin.size()) - (at + begin.size()));
    auto const foot = fmt::format("{}{}{}", end, name, dashes);
    auto const stop = pem.find(foot, at);
    if (stop == std::string_view::npos) break;
    if (name.ends_with("PRIVATE KEY")) {
      keys.push_back(std::string{pem.substr(at, stop + foot.size() - at)} + "\n");
    }
    at = stop + foot.size();
  }
  return keys;
}

std::string pem_text(std::filesystem::path const& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

tl::expected<Identity, std::string> read_identity(std::string_view pem) {
  auto key = pki::PrivateKey::from_pem(pem);
  if (!key) return tl::unexpected{key.error().text};
  auto certificate = pki::Certificate::from_text(pem);
  if (!certificate) return tl::unexpected{certificate.error().text};
  if (!key->belongs_to(*certificate)) {
    return tl::unexpected{std::string{"The key and the certificate do not belong together."}};
  }
  auto second = second_pair(pem);
  if (!second) return tl::unexpected{second.error()};
  return Identity{{*std::move(key), *std::move(certificate)}, *std::move(second)};
}

// The file is small, and reading it costs nothing beside a message to a bank.
tl::expected<std::shared_ptr<Identity const>, std::string> BankIdentity::read() {
  auto const bytes = pem_text(file_);
  if (bytes.empty()) return tl::unexpected{fmt::format("{} cannot be read.", file_.string())};
  std::lock_guard const lock{mutex_};
  if (keys_ && bytes == read_) return keys_;
  auto keys = read_identity(bytes);
  if (!keys) return tl::unexpected{fmt::format("{}: {}", file_.string(), keys.error())};
  keys_ = std::make_shared<Identity const>(*std::move(keys));
  read_ = bytes;
  return keys_;
}

BankIdentity::Current BankIdentity::current() {
  auto const both = read();
  if (!both) return tl::unexpected{both.error()};
  return std::shared_ptr<bank_ws::Keys const>{*both, &(*both)->signing};
}

BankIdentity::Current BankIdentity::encryption() {
  auto const both = read();
  if (!both) return tl::unexpected{both.error()};
  if (!(*both)->encryption) return nullptr;
  return std::shared_ptr<bank_ws::Keys const>{*both, &*(*both)->encryption};
}

}  // namespace airut::channels
