#pragma once

#include <string>
#include <string_view>

#include <curl/curl.h>

#include "config/transport_settings.hpp"

namespace airut::channels {

// A remote folder and how libcurl speaks to its server; for the sources of this room.
class SftpPlace {
 public:
  explicit SftpPlace(config::SftpSettings settings);

  config::SftpSettings const& settings() const { return settings_; }
  std::string endpoint() const;  // "host:port"
  // The address of a file in the folder; "": of the folder itself.
  std::string url(std::string_view name) const;
  // The same as the server's commands (rename, rm) want it, in quotes.
  std::string path(std::string_view name) const;
  // Host key, login, times; what is received is dropped unless the caller says otherwise.
  void set_up(CURL* curl) const;

 private:
  std::string folder() const;

  config::SftpSettings settings_;
  std::string key_;  // fingerprint as libcurl wants it
};

// Performs what the handle was set up for. Of a connection that ends during the login libcurl says
// that the login was denied, too: that is believed the second time, on another connection.
CURLcode perform_believing(CURL* curl);

// "curl 67: Login denied"
std::string fault_text(CURLcode code);

}  // namespace airut::channels
