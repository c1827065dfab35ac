#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

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

// A folder in which the other side leaves files for us. It is looked into by time; each file is
// taken once and then moved to the archive.
struct InboxSettings {
  std::variant<SftpSettings, DirectorySettings> place;  // its directory or path is the inbox
  std::string archive = "archive";                      // a folder in the inbox; made when missing
  std::string profile;                                  // of the other side's own status files
  std::chrono::seconds fetch_time{300};                 // between two looks
  std::chrono::hours silent_time{24};  // without a look that went well until a person is told
};

}  // namespace airut::config
