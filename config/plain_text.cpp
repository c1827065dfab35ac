#include "config/plain_text.hpp"

#include <algorithm>
#include <cctype>
#include <map>

namespace airut::config {
namespace {

bool begins_with_http(std::string_view url) {
  constexpr std::string_view scheme = "http://";
  return url.size() >= scheme.size() &&
         std::equal(scheme.begin(), scheme.end(), url.begin(), [](char wanted, char given) {
           return wanted == static_cast<char>(std::tolower(static_cast<unsigned char>(given)));
         });
}

std::string_view host_of(std::string_view url) {
  auto rest = url.substr(url.find("://") + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (auto const at = rest.rfind('@'); at != rest.npos) rest.remove_prefix(at + 1);
  if (rest.starts_with('[')) return rest.substr(1, rest.find(']') - 1);
  return rest.substr(0, rest.find(':'));
}

bool is_blank(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// "key = value key='a value'", as PQconninfoParse reads it.
std::map<std::string, std::string> members_of(std::string_view text) {
  std::map<std::string, std::string> members;
  std::size_t at = 0;
  auto const skip = [&](auto const& over) {
    while (at < text.size() && over(text[at])) ++at;
  };
  for (skip(is_blank); at < text.size(); skip(is_blank)) {
    std::string key, value;
    for (; at < text.size() && text[at] != '=' && !is_blank(text[at]); ++at) key += text[at];
    skip(is_blank);
    if (at < text.size() && text[at] == '=') ++at;
    skip(is_blank);
    bool const quoted = at < text.size() && text[at] == '\'';
    if (quoted) ++at;
    for (; at < text.size() && (quoted ? text[at] != '\'' : !is_blank(text[at])); ++at) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      value += text[at];
    }
    if (quoted) ++at;
    members[key] = value;
  }
  return members;
}

// A list of hosts, of which an empty one and a path are a socket of this machine.
bool are_here(std::string_view hosts) {
  for (;;) {
    auto const comma = hosts.find(',');
    auto const host = hosts.substr(0, comma);
    if (!host.empty() && !host.starts_with('/') && !host.starts_with('@') &&
        !is_loopback_host(host)) {
      return false;
    }
    if (comma == hosts.npos) return true;
    hosts.remove_prefix(comma + 1);
  }
}

}  // namespace

bool is_loopback_host(std::string_view host) {
  bool const v4 = host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos;
  return v4 || host == "localhost" || host == "::1";
}

bool goes_in_plain_text(std::string_view url) {
  return begins_with_http(url) && !is_loopback_host(host_of(url));
}

bool may_go_without_tls(std::string_view connection) {
  auto const members = members_of(connection);
  auto const given = [&](std::string const& key) {
    auto const member = members.find(key);
    return member == members.end() ? std::string{} : member->second;
  };
  auto const mode = given("sslmode");
  if (mode == "require" || mode == "verify-ca" || mode == "verify-full") return false;
  auto const address = given("hostaddr");  // where libpq goes, when it is given
  return !are_here(address.empty() ? given("host") : address);
}

}  // namespace airut::config
