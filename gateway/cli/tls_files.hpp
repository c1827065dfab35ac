#pragma once

#include <filesystem>
#include <string>

namespace airut::gateway::cli {

// Files in PEM by which a channel speaks TLS; an empty path is none.
struct TlsFiles {
  std::filesystem::path authorities, certificate, private_key;
};

// Why OpenSSL does not take them, as a sentence that names the file; "" when it does.
std::string tls_fault(TlsFiles const& files);

}  // namespace airut::gateway::cli
