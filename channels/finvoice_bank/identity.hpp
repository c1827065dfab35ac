#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/bank_ws/signature.hpp"

namespace airut::channels {

// What one file holds of an agreement: the key that signs with its certificate and, where the bank
// gives both at once, the key that it encrypts to.
struct Identity {
  bank_ws::Keys signing;
  std::optional<bank_ws::Keys> encryption;
};

// What a file of keys or certificates holds; "" when it cannot be read.
std::string pem_text(std::filesystem::path const& file);

// Out of one PEM text: the first key and the first certificate belong together, and the second key
// with whichever other one is its own. The error is a sentence.
tl::expected<Identity, std::string> read_identity(std::string_view pem);

// The private keys of a PEM text, each with its armour, in order.
std::vector<std::string> private_keys_in(std::string_view pem);

// The keys of an agreement, as their file has them now: a renewed certificate serves from the next
// message on, in every place that uses the file. Thread-safe.
class BankIdentity {
 public:
  explicit BankIdentity(std::filesystem::path file) : file_(std::move(file)) {}

  // The error is a sentence: there is no file, or it holds no key with its certificate.
  using Current = tl::expected<std::shared_ptr<bank_ws::Keys const>, std::string>;
  Current current();
  // The pair that the bank encrypts to; nullptr where the file has one pair alone.
  Current encryption();
  std::filesystem::path const& file() const { return file_; }

 private:
  tl::expected<std::shared_ptr<Identity const>, std::string> read();

  std::filesystem::path file_;
  std::mutex mutex_;
  std::string read_;  // what keys_ were made of
  std::shared_ptr<Identity const> keys_;
};

}  // namespace airut::channels
