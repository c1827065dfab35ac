#pragma once

#include <string>

namespace airut::tests {

// airut.toml of a claim's house: the tenant "demo" with the client "biller" and its account, a
// printer and an agency. more stands behind the client's table.
std::string house_toml(std::string const& policies, std::string const& country,
                       std::string const& more);

}  // namespace airut::tests
