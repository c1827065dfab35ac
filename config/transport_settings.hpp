#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "config/secret.hpp"

// How files are left at, and fetched from, somebody else's place.
namespace airut::config {

struct SftpSettings {
  std::string host;
  std::uint16_t port = 22;
  std::string user;
  std::optional<Secret> password;
  std::filesystem::path private_key, public_key;
  std::string host_key_sha256;  // base64 fingerprint as ssh-keygen -l prints it; required
  std::string directory;        // remote
  int connections = 2;
  std::chrono::seconds timeout{120};
};

struct DirectorySettings {
  std::filesystem::path path;  // atomic drop: temporary name, fsync, rename
};

}  // namespace airut::config
