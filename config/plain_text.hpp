#pragma once

#include <string>
#include <string_view>

// Where a secret would leave this machine in plain text.
namespace airut::config {

// Whether the host is this machine: localhost, 127.0.0.0/8, ::1.
bool is_loopback_host(std::string_view host);

// Whether the address is http:// to another machine.
bool goes_in_plain_text(std::string_view url);

// Whether libpq may go to another machine by this connection string without TLS.
bool may_go_without_tls(std::string_view connection);

}  // namespace airut::config
