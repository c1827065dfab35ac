#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "config/transport_settings.hpp"
#include "formats/model/date.hpp"

namespace airut::channels {

// Why an SFTP server did not do what it was asked for.
struct SftpFault {
  enum class Kind {
    away,              // no connection, or it broke
    host_key_changed,  // nothing was said to it
    refused_login,
    not_there,  // the file or folder is gone
    denied,     // the file is there and may not be read or moved
    too_large
  };
  Kind kind = Kind::away;
  std::string text, endpoint;  // "curl 67: Login denied", "host:port"
};

struct RemoteFile {
  std::string name;
  std::uint64_t size = 0;
  model::Instant modified{};  // whole seconds, by the server's clock
};

// Looks into a remote folder by SFTP (libcurl) on kept connections and takes files out of it. The
// server's key must have the configured fingerprint. Thread-safe; blocks.
class SftpReader {
 public:
  explicit SftpReader(config::SftpSettings settings);
  ~SftpReader();
  SftpReader(SftpReader const&) = delete;
  SftpReader& operator=(SftpReader const&) = delete;

  template <class T>
  using Answer = tl::expected<T, SftpFault>;

  // Names of what lies there, folders left out where the server's long listing tells them.
  Answer<std::vector<std::string>> names();
  Answer<RemoteFile> look(std::string const& name);
  Answer<std::string> fetch(std::string const& name, std::uint64_t bytes_most);
  // Moves a file into a folder within the folder, which is made when it is not there; never over
  // another file.
  Answer<bool> move(std::string const& name, std::string const& folder, std::string const& to);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::channels
