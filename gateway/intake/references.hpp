#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "config/settings.hpp"
#include "formats/model/reference.hpp"
#include "formats/model/result.hpp"
#include "ledger/store/store.hpp"

namespace airut::gateway {

// The n-th reference of a client's series: prefix, running number, check digit. A Norwegian KID
// has its fixed length with the number padded by zeros. Problem out_of_range when the series is
// used up.
model::Result<model::Reference> series_reference(config::ReferenceSeries const& series,
                                                 std::int64_t number);

// What a caller is told once nine tenths of a series of fixed length are used up and the next
// number is this; "" before, and for series without an end.
std::string series_end_text(config::ReferenceSeries const& series, std::int64_t next);

// Numbers that the series still has behind this one.
std::int64_t numbers_left(config::ReferenceSeries const& series, std::int64_t last);
// The largest that the client's invoices have, or that is passed over; 0 for none.
std::int64_t last_reference_number(ledger::Snapshot& view, std::string_view tenant,
                                   config::Client const& client);
// What the client's series is called in ledger/store/number_floors.hpp.
std::string series_name(config::Client const& client);

// Running numbers of every client, going on from what the journal has seen and behind what is
// passed over. A number is given once
// in the life of the process; one that was not used leaves a gap. Thread-safe.
class ReferenceNumbers {
 public:
  ReferenceNumbers(config::Settings const& settings, ledger::Store& store);

  // The client must be one of the settings given at the start, here and below: std::out_of_range.
  std::int64_t next(std::string_view tenant, std::string_view client);
  // A reference that a caller gave himself: when it stands in the client's series, the numbers go
  // on behind it, so that no invoice gets it a second time.
  void note(std::string_view tenant, config::Client const& client, std::string_view reference);
  // What next() would give now; the next caller may get it.
  std::int64_t peek(std::string_view tenant, std::string_view client) const;

 private:
  std::atomic<std::int64_t> const& last_of(std::string_view tenant, std::string_view client) const;
  std::atomic<std::int64_t>& last_of(std::string_view tenant, std::string_view client);

  std::map<std::string, std::atomic<std::int64_t>> last_;
};

}  // namespace airut::gateway
