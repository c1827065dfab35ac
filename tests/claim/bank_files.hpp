#pragma once

#include <string>
#include <string_view>

#include "formats/model/bank_entry.hpp"

namespace airut::tests {

// The house's own account.
inline std::string own_account(std::string_view country) {
  return country == "NO" ? "NO9386011117947" : "FI2112345600000785";
}

// A file without payments that tells of an account.
inline model::BankFile file_about(std::string const& account, model::Date until) {
  model::BankFile file;
  file.format = "camt.053";
  file.covers_until = until;
  file.accounts = {account};
  file.covered = {{account, until}};
  return file;
}

}  // namespace airut::tests
