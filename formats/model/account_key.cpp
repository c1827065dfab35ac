#include "formats/model/account_key.hpp"

#include "formats/model/party_id.hpp"

namespace airut::model {
namespace {

std::string plain(std::string_view account) {
  std::string text;
  for (char const c : account) {
    if (c == ' ' || c == '.' || c == '-') continue;
    text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

// The national number: that of a Norwegian or Finnish IBAN, else the text itself.
std::string national(std::string const& account) {
  if (account.size() < 4 || account[0] < 'A') return account;
  auto const norwegian = account_no_of_iban(account);
  if (!norwegian.empty()) return norwegian;
  return account.rfind("FI", 0) == 0 ? account.substr(4) : account;
}

}  // namespace

std::string account_key(std::string_view account) { return national(plain(account)); }

bool same_account(std::string_view a, std::string_view b) {
  return a == b || account_key(a) == account_key(b);
}

}  // namespace airut::model
