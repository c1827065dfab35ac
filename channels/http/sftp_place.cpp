#include "channels/http/sftp_place.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

namespace airut::channels {
namespace {

std::size_t drop(char*, std::size_t size, std::size_t count, void*) { return size * count; }

// "ssh-keygen -l" prints SHA256:base64 without padding; libcurl wants the base64 alone.
std::string fingerprint(std::string text) {
  constexpr std::string_view prefix = "SHA256:";
  if (text.rfind(prefix, 0) == 0) text.erase(0, prefix.size());
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

// Names of files are the other side's: what means something in an address is written by number.
std::string escaped(std::string_view path) {
  std::string text;
  for (char const c : path) {
    bool const plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '/' || c == '.' || c == '-' || c == '_' || c == '~';
    if (plain) {
      text += c;
    } else {
      text += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return text;
}

}  // namespace

SftpPlace::SftpPlace(config::SftpSettings settings)
    : settings_(std::move(settings)), key_(fingerprint(settings_.host_key_sha256)) {}

std::string SftpPlace::endpoint() const {
  return fmt::format("{}:{}", settings_.host, settings_.port);
}

std::string SftpPlace::folder() const {
  auto folder = settings_.directory;
  if (folder.empty() || folder.back() != '/') folder += '/';
  return folder;
}

std::string SftpPlace::url(std::string_view name) const {
  // libcurl's first slash is the home directory; an absolute path needs two.
  return fmt::format("sftp://{}/{}", endpoint(), escaped(folder() + std::string{name}));
}

std::string SftpPlace::path(std::string_view name) const {
  std::string text = "\"";
  for (char const c : folder() + std::string{name}) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

void SftpPlace::set_up(CURL* curl) const {
  using std::chrono::milliseconds;
  auto const time =
      static_cast<long>(std::chrono::duration_cast<milliseconds>(settings_.timeout).count());
  constexpr long connect_most = 20000;
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, std::min(time, connect_most));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, time);
  curl_easy_setopt(curl, CURLOPT_USERNAME, settings_.user.c_str());
  curl_easy_setopt(curl, CURLOPT_SSH_HOST_PUBLIC_KEY_SHA256, key_.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
  if (settings_.password) {
    curl_easy_setopt(curl, CURLOPT_SSH_AUTH_TYPES, static_cast<long>(CURLSSH_AUTH_PASSWORD));
    curl_easy_setopt(curl, CURLOPT_PASSWORD, settings_.password->value.c_str());
    return;
  }
  curl_easy_setopt(curl, CURLOPT_SSH_AUTH_TYPES, static_cast<long>(CURLSSH_AUTH_PUBLICKEY));
  curl_easy_setopt(curl, CURLOPT_SSH_PRIVATE_KEYFILE, settings_.private_key.c_str());
  if (!settings_.public_key.empty()) {
    curl_easy_setopt(curl, CURLOPT_SSH_PUBLIC_KEYFILE, settings_.public_key.c_str());
  }
}

CURLcode perform_believing(CURL* curl) {
  auto const code = curl_easy_perform(curl);
  return code == CURLE_LOGIN_DENIED ? curl_easy_perform(curl) : code;
}

std::string fault_text(CURLcode code) {
  return fmt::format("curl {}: {}", static_cast<int>(code), curl_easy_strerror(code));
}

}  // namespace airut::channels
