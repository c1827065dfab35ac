#pragma once

#include <string_view>

#include <boost/asio/ssl/error.hpp>
#include <boost/beast/core/error.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>

// Answers to those with whom there is no HTTP exchange.
namespace airut::gateway::http {

inline constexpr std::string_view busy_answer =
    "HTTP/1.1 503 Service Unavailable\r\nServer: Airut\r\nRetry-After: 1\r\n"
    "Content-Type: application/problem+json\r\nContent-Length: 137\r\nConnection: close\r\n\r\n"
    "{\"type\":\"/problems/unavailable\",\"title\":\"Come again\",\"status\":503,"
    "\"code\":\"unavailable\",\"detail\":\"Too many connections.\",\"retryable\":true}";

inline constexpr std::string_view plain_on_tls_answer =
    "HTTP/1.1 400 Bad Request\r\nServer: Airut\r\nContent-Type: text/plain\r\n"
    "Content-Length: 40\r\nConnection: close\r\n\r\nThis port speaks HTTPS, not plain HTTP.\n";

// A handshake that failed because its first bytes were a plain HTTP request.
inline bool is_plain_http(boost::beast::error_code const& error) {
  return error.category() == boost::asio::error::get_ssl_category() &&
         ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_HTTP_REQUEST;
}

}  // namespace airut::gateway::http
