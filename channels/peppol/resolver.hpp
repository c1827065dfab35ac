#pragma once

#include <string>
#include <vector>

namespace airut::channels {

struct NaptrRecord {
  int order = 0, preference = 0;
  std::string flags, service, regexp;  // RFC 3403
};

// What the domain name system says of a name. Whether it says "no" or nothing at all is the
// difference between a recipient who is not registered and a network that is down.
struct NaptrAnswer {
  enum class Kind { found, none, failed };
  Kind kind = Kind::failed;
  std::vector<NaptrRecord> records;  // in their order
  std::string fault;
};

// Asks for NAPTR records by c-ares. Thread-safe; blocks for some seconds at most.
class Resolver {
 public:
  // "address:port"; none: those of the system.
  explicit Resolver(std::vector<std::string> servers);
  NaptrAnswer naptr(std::string const& name) const;

 private:
  std::string servers_;
};

}  // namespace airut::channels
