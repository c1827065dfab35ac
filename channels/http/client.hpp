#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace airut::channels {

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // A document that a kept connection swallowed without an answer is sent again on a new one. Only
  // where the other side knows what it has already; else that is a reply without an answer.
  bool repeatable = false;
};

struct HttpReply {
  int status = 0;                 // 0: no answer came
  bool may_have_arrived = false;  // without an answer: the request had begun to leave
  bool trusted = true;            // false: the other side could not prove who it is (TLS)
  std::string fault;     // what went wrong without an answer: "curl 7: Could not connect ..."
  std::string body;      // at most HttpOptions::reply_bytes
  std::string endpoint;  // host:port
  std::vector<std::pair<std::string, std::string>> headers;  // lower-case names
  std::optional<std::chrono::seconds> retry_after;           // Retry-After, as seconds from now
  std::string_view header(std::string_view lower_case_name) const;
};

struct HttpOptions {
  std::filesystem::path ca_file;                   // empty: the system's
  std::filesystem::path certificate, private_key;  // of this client; empty: none
  std::chrono::seconds connect_time{10}, timeout{60};
  std::size_t reply_bytes = 64u << 10;
  // False: a new connection for each request. Where an answer does not say what it answers, one
  // that comes a second time would be taken for the next one's.
  bool keeps_connections = true;
  // Asked with the numeric address before each connection; false refuses it. Empty: all are good.
  std::function<bool(std::string_view address)> may_connect;
};

// Whether the text can be sent in a header: it has no line break and no NUL.
bool is_header_value(std::string_view text);

// HTTP and HTTPS (TLS 1.2 or later, names checked) by libcurl on kept connections. Redirects are
// not followed. Thread-safe; perform() blocks, and throws std::invalid_argument for a header that
// is none (is_header_value).
class HttpClient {
 public:
  explicit HttpClient(HttpOptions options);
  ~HttpClient();
  HttpClient(HttpClient const&) = delete;
  HttpClient& operator=(HttpClient const&) = delete;

  HttpReply perform(HttpRequest const& request);
  // Closes the connections that are kept and not in use: for who saw the answer to another
  // question.
  void close_idle();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace airut::channels
