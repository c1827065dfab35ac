#pragma once

#include <string>

namespace airut::config {

// A secret read from a file or the environment; printing settings shows "***".
struct Secret {
  std::string value;
  std::string source;  // "file:/etc/airut/smtp.pass" or "env:AIRUT_SMTP_PASSWORD", for messages
};

}  // namespace airut::config
