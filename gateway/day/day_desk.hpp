#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "gateway/api/house.hpp"

namespace airut::gateway {

// Runs the day of each tenant that has day_run_times (airut.toml), at those times there: difference
// reports, promises, plans, collection, letters, settlements, and a check of the tenant's
// invariants. A time that passed while the daemon was down is made up for on the same day. A run
// that was cut off is finished at the next look; nothing is done twice.
class DayDesk {
 public:
  DayDesk(boost::asio::io_context& context, api::House& house);
  ~DayDesk();
  DayDesk(DayDesk const&) = delete;
  DayDesk& operator=(DayDesk const&) = delete;

  void start();
  void stop();
  // Runs since the start that did not come to their end, by tenant.
  std::map<std::string, std::uint64_t> failures() const;

 private:
  struct Parts;
  std::shared_ptr<Parts> parts_;
};

}  // namespace airut::gateway
