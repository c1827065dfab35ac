#include "gateway/restored.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gateway/deviations/trouble.hpp"
#include "gateway/intake/references.hpp"
#include "ledger/store/debits.hpp"
#include "ledger/store/number_floors.hpp"

namespace airut::gateway {
namespace {

// Of the clearing house: transmissions and assignments have seven digits.
constexpr std::int64_t clearing_number_max = 9'999'999;

class Restoring {
 public:
  Restoring(ledger::Transaction& tx, std::int64_t by) : tx_(tx), by_(by) {}

  void pass(std::string const& tenant, std::string whose, std::string what,
            std::string const& series, std::int64_t last, std::int64_t left) {
    bool const is_short_of = by_ >= left;
    auto const until = last + (is_short_of ? left / 2 : by_);
    ledger::raise_number_floor(tx_, tenant, series, until);
    passed_.push_back({tenant, std::move(whose), std::move(what), last, until + 1, is_short_of});
  }

  void pass_references(std::string const& tenant, config::Client const& client, std::int64_t last) {
    pass(tenant, client.ref, "references", series_name(client), last,
         numbers_left(client.reference, last));
  }

  void pass_clearing(std::string const& tenant, std::string const& channel) {
    // Also where the copy knows of nothing that was sent: the first may have left since.
    auto const ends = ledger::series_ends(tx_, tenant, channel);
    for (auto const& [what, last] :
         {std::pair{"transmission", ends.transmission}, std::pair{"assignment", ends.assignment}})
      pass(tenant, channel, std::string{what} + "s", fmt::format("{}/{}", channel, what), last,
           clearing_number_max - last);
  }

  std::vector<PassedOver> passed() { return std::move(passed_); }

 private:
  ledger::Transaction& tx_;
  std::int64_t by_;
  std::vector<PassedOver> passed_;
};

}  // namespace

std::vector<PassedOver> go_on_restored(ledger::Transaction& tx, config::Settings const& settings,
                                       config::Codes const& codes, std::int64_t by,
                                       model::Instant now) {
  Restoring restoring{tx, by};
  for (auto const& tenant : settings.tenants) {
    for (auto const& client : tenant.clients)
      restoring.pass_references(tenant.id, client, last_reference_number(tx, tenant.id, client));
    for (auto const& channel : settings.channels) {
      if (std::holds_alternative<config::AvtaleGiroSettings>(channel.transport))
        restoring.pass_clearing(tenant.id, channel.name);
    }
    raise(tx,
          {tenant.id,
           {},
           "store",
           "store.restored",
           {},
           fmt::format("The store came back from a copy; numbers go on {} further.", by)},
          codes, now);
  }
  return restoring.passed();
}

}  // namespace airut::gateway
