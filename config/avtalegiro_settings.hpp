#pragma once

#include <chrono>
#include <string>
#include <variant>

#include "config/transport_settings.hpp"

namespace airut::config {

// Norwegian direct debit: claims go to the clearing house in transmissions. One channel serves one
// tenant, since the numbers of its transmissions are one series.
struct AvtaleGiroSettings {
  std::variant<SftpSettings, DirectorySettings> clearing_house;  // where transmissions are left
  std::string customer_unit;  // kundeenhet-ID of the data sender, eight digits
  bool told_by_bank = true;   // type 21: the payer's bank tells him; 02: the payee has told him
  int claims_per_transmission = 5000;
  std::chrono::seconds batch_time{300};  // a waiting claim leaves at the latest after this
};

}  // namespace airut::config
