#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

#include "config/secret.hpp"

// How documents and files are left at, and fetched from, somebody else's place.
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

struct HttpSettings {
  std::string url;  // the document is POSTed to it
  std::optional<Secret> bearer_token;
  std::filesystem::path ca_file, certificate, private_key;
  std::string status_url;     // GET with {message_id}: 200 arrived, 404 not; empty: cannot ask
  bool deduplicates = false;  // the operator refuses a message id twice: repeating is safe
  int connections = 8;
  std::chrono::seconds timeout{60};
};

// A folder in which the other side leaves files for us. It is looked into by time; each file is
// taken once and then moved to the archive.
struct InboxSettings {
  // Its directory, path or URL is the inbox.
  std::variant<SftpSettings, DirectorySettings, HttpSettings> place;
  std::string archive = "archive";       // a folder in the inbox; made when missing; none at a URL
  std::string profile;                   // of the other side's own status files
  std::chrono::seconds fetch_time{300};  // between two looks
  std::chrono::hours silent_time{24};    // without a look that went well until a person is told
};

}  // namespace airut::config
