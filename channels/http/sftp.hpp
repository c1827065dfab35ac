#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "config/settings.hpp"

namespace airut::channels {

class Content;

struct SftpReply {
  bool ok = false;
  bool host_key_changed = false;
  bool refused_login = false;
  bool name_taken = false;  // another file has the name
  bool disk_full = false;
  bool may_have_arrived = false;  // the rename may have happened
  std::string fault;              // "curl 67: Login denied"
  std::string endpoint;
};

// Uploads by SFTP (libcurl) on kept connections: the file is written under a temporary name and
// renamed, so nobody sees half of it; a name that is there with our size counts as uploaded before.
// The server's key must have the configured fingerprint.
// Thread-safe; upload() blocks.
class SftpClient {
 public:
  explicit SftpClient(config::SftpSettings settings);
  ~SftpClient();
  SftpClient(SftpClient const&) = delete;
  SftpClient& operator=(SftpClient const&) = delete;

  SftpReply upload(std::string_view name, Content& content);
  // An upload in two halves, for who notes something between them: the file under its temporary
  // name, and the renaming of what lies there with this size.
  SftpReply make_ready(std::string_view name, Content& content);
  SftpReply give_name(std::string_view name, std::uint64_t size);
  void discard(std::string_view name);  // what was made ready
  // Whether an upload of so many bytes came to its end: the name is there, or the temporary one
  // still is.
  enum class Place { final_name, other_file, temporary_name, nowhere, no_answer };
  Place find(std::string_view name, std::uint64_t size);

 private:
  struct Parts;
  void settle(std::string_view name, std::uint64_t size, SftpReply& reply);
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::channels
