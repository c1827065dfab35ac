#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/result.hpp"
#include "ledger/journal/event.hpp"

namespace airut::ledger {

// The journal as a file: one JSON object a line, in order, tenants one after another. An export
// alone proves its chain: every field that is hashed is in it, personal parts may be left out.
std::string export_line(Event const& event, std::string_view kind, bool with_personal);

// Whether the personal part of such a fact holds what opens a door (a webhook's signing secret).
// Whoever takes an export away does not get it: such a line stands without its personal part.
bool holds_secret(std::string_view kind);

struct VerifyReport {
  std::int64_t events = 0, tenants = 0;
  struct Break {
    std::int64_t line = 0, seq = 0;
    std::string tenant, what;  // "hash differs", "seq 7 follows 5", "personal part was changed"
  };
  std::optional<Break> first_break;
  // Where each tenant's chain ends: what was cut off behind it shows only when compared with a
  // head that was written down elsewhere.
  struct Head {
    std::string tenant;
    std::int64_t seq = 0;
    std::string hash;  // hex
  };
  std::vector<Head> heads;
  std::string last_hash;  // hex, of the last tenant
};

// Checks every link of every chain, line by line, up to the first break.
class ExportVerifier {
 public:
  ExportVerifier();
  ~ExportVerifier();
  ExportVerifier(ExportVerifier const&) = delete;
  ExportVerifier& operator=(ExportVerifier const&) = delete;
  bool take(std::string const& line);  // false at and after the first break
  VerifyReport report() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// The same over a whole export.
VerifyReport verify_export(std::istream& in);

}  // namespace airut::ledger
