#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/bank_ws/signature.hpp"

namespace airut::channels {

// A private key and its certificate out of one PEM text. The error is a sentence.
tl::expected<bank_ws::Keys, std::string> read_identity(std::string_view pem);

// The keys of an agreement, as their file has them now: a renewed certificate serves from the next
// message on, in every place that uses the file. Thread-safe.
class BankIdentity {
 public:
  explicit BankIdentity(std::filesystem::path file) : file_(std::move(file)) {}

  // The error is a sentence: there is no file, or it holds no key with its certificate.
  tl::expected<std::shared_ptr<bank_ws::Keys const>, std::string> current();
  std::filesystem::path const& file() const { return file_; }

 private:
  std::filesystem::path file_;
  std::mutex mutex_;
  std::string read_;  // what keys_ were made of
  std::shared_ptr<bank_ws::Keys const> keys_;
};

}  // namespace airut::channels
