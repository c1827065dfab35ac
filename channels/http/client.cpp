#include "channels/http/client.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include "channels/http/curl_handles.hpp"

namespace airut::channels {
namespace {

struct Sink {
  HttpReply& reply;
  std::size_t most;
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& sink = *static_cast<Sink*>(to);
  auto const room = sink.most - std::min(sink.most, sink.reply.body.size());
  sink.reply.body.append(bytes, std::min(room, size * count));
  return size * count;  // what is beyond is read and dropped
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& sink = *static_cast<Sink*>(to);
  std::string_view line{bytes, size * count};
  auto const colon = line.find(':');
  constexpr std::size_t headers_most = 64;
  if (colon == std::string_view::npos || sink.reply.headers.size() >= headers_most) {
    return size * count;
  }
  std::string name{line.substr(0, colon)};
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  auto value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == '\r' || value.back() == '\n')) value.remove_suffix(1);
  sink.reply.headers.emplace_back(std::move(name), std::string{value});
  return size * count;
}

// libcurl reads the body here once; without a way back it cannot send it a second time.
std::size_t give_body(char* to, std::size_t size, std::size_t count, void* from) {
  auto& left = *static_cast<std::string_view*>(from);
  auto const given = left.copy(to, size * count);
  left.remove_prefix(given);
  return given;
}

std::string numeric(curl_sockaddr const& address) {
  char text[INET6_ADDRSTRLEN] = {};
  auto const* base = &address.addr;
  if (address.family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in const*>(base)->sin_addr, text, sizeof text);
  } else if (address.family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<sockaddr_in6 const*>(base)->sin6_addr, text, sizeof text);
  }
  return text;
}

curl_socket_t open_socket(void* options, curlsocktype, curl_sockaddr* address) {
  auto const& may = static_cast<HttpOptions*>(options)->may_connect;
  if (may && !may(numeric(*address))) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// A handshake that breaks off says nothing about who is there; one that TLS itself ends does
// (OpenSSL names its own errors so).
bool is_broken_off(std::string_view words) {
  return words.find("SSL routines") == words.npos || words.find("unexpected eof") != words.npos;
}

bool is_trust_fault(CURLcode code, std::string_view words) {
  if (code == CURLE_SSL_CONNECT_ERROR) return !is_broken_off(words);
  return code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CERTPROBLEM ||
         code == CURLE_SSL_CACERT_BADFILE || code == CURLE_SSL_CIPHER ||
         code == CURLE_SSL_ISSUER_ERROR;
}

void set_tls(CURL* curl, HttpOptions const& options) {
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options.ca_file.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
  if (!options.certificate.empty()) {
    curl_easy_setopt(curl, CURLOPT_SSLCERT, options.certificate.c_str());
    curl_easy_setopt(curl, CURLOPT_SSLKEY, options.private_key.c_str());
  }
}

void set_limits(CURL* curl, HttpOptions& options) {
  using std::chrono::milliseconds;
  auto const in_ms = [](auto time) {
    return static_cast<long>(std::chrono::duration_cast<milliseconds>(time).count());
  };
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, in_ms(options.connect_time));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, in_ms(options.timeout));
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, &options);
}

StringList header_list(HttpRequest const& request) {
  StringList list;
  for (auto const& [name, value] : request.headers) {
    if (!is_header_value(value)) throw std::invalid_argument{name + " has a line break"};
    append(list, fmt::format("{}: {}", name, value).c_str());
  }
  append(list, "Expect:");  // one round trip less
  return list;
}

void set_body(CURL* curl, HttpRequest const& request, std::string_view& left) {
  auto const size = static_cast<curl_off_t>(request.body.size());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, size);
  if (request.repeatable) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
    return;
  }
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_body);
  curl_easy_setopt(curl, CURLOPT_READDATA, &left);
}

void set_request(CURL* curl, HttpRequest const& request, curl_slist* headers,
                 std::string_view& left) {
  curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  if (request.method == "GET") return;
  set_body(curl, request, left);
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

void note_end(CURL* curl, CURLcode code, std::string_view words, HttpReply& reply) {
  long status = 0, sent = 0, port = 0;
  char* address = nullptr;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
  curl_easy_getinfo(curl, CURLINFO_PRIMARY_PORT, &port);
  curl_easy_getinfo(curl, CURLINFO_PRIMARY_IP, &address);
  if (address && *address) reply.endpoint = fmt::format("{}:{}", address, port);
  if (code == CURLE_OK) {
    reply.status = static_cast<int>(status);
    curl_off_t wish = 0;  // libcurl reads both forms, a number and a date
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wish);
    if (wish > 0) reply.retry_after = std::chrono::seconds{wish};
    return;
  }
  reply.fault = fmt::format("curl {}: {}", static_cast<int>(code), curl_easy_strerror(code));
  reply.may_have_arrived = sent > 0;
  reply.trusted = !is_trust_fault(code, words);
}

}  // namespace

std::string_view HttpReply::header(std::string_view lower_case_name) const {
  for (auto const& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

bool is_header_value(std::string_view text) {
  return text.find_first_of(std::string_view{"\r\n\0", 3}) == text.npos;
}

struct HttpClient::Parts {
  HttpOptions options;
  EasyHandles handles;
};

HttpClient::HttpClient(HttpOptions options) : parts_(std::make_unique<Parts>()) {
  parts_->options = std::move(options);
}

HttpClient::~HttpClient() = default;

HttpReply HttpClient::perform(HttpRequest const& request) {
  HttpReply reply;
  Sink sink{reply, parts_->options.reply_bytes};
  auto handle = parts_->handles.take(origin_of(request.url));
  auto* curl = handle.get();
  auto const headers = header_list(request);
  set_limits(curl, parts_->options);
  set_tls(curl, parts_->options);
  std::string_view left = request.body;
  set_request(curl, request, headers.get(), left);
  char words[CURL_ERROR_SIZE] = {};
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, words);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &sink);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &sink);
  auto const code = curl_easy_perform(curl);
  note_end(curl, code, words, reply);
  if (parts_->options.keeps_connections) {
    parts_->handles.give_back(origin_of(request.url), std::move(handle));
  }
  return reply;
}

void HttpClient::close_idle() { parts_->handles.close_idle(); }

}  // namespace airut::channels
