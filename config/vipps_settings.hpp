#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "config/secret.hpp"

namespace airut::config {

// An invoice service provider's account at Vipps (Invoice ISP API).
struct VippsSettings {
  std::string url = "https://api.vipps.no/vipps-isp/v1";
  std::string token_url = "https://api.vipps.no/accesstoken/get";
  // Keys of the tokens with which a user's device fetches a document.
  std::string jwk_url = "https://invoice-api.vipps.no/vipps-invoice/public/jwk";
  std::string client_id;
  Secret client_secret, subscription_key;
  std::string issuer_icon_url;    // https; SVG or PNG, 82 to 512 pixels; empty: none
  int presentation_days = 490;    // how long the document can be seen: 16 months
  std::filesystem::path ca_file;  // empty: the system's
  std::chrono::seconds timeout{10};
};

}  // namespace airut::config
