#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"
#include "formats/model/money.hpp"
#include "ledger/store/page.hpp"
#include "ledger/store/store.hpp"

namespace airut::ledger {

// A claim for a clearing house; its id is that of its delivery, members as in DebitClaimMade.
struct DebitClaimRow {
  std::string id, tenant, invoice_id, client, channel, account, kid;
  model::Money amount;
  model::Date due{};
  std::string told_by;
  model::Instant latest{};
  std::string mandate_id, payload_digest, payer, payer_reference, text;
  // waiting, placed, sent, withdrawing, withdrawn, ended, rejected, paid, unpaid, late
  std::string state, reason;
  std::string transmission_id;  // "" until it is placed
  std::int64_t assignment = 0, place = 0;
  std::string withdrawal_id;  // transmission that withdraws it
  model::Instant made{}, changed{};
};

// A file for a clearing house; members as in TransmissionMade and TransmissionChanged.
struct TransmissionRow {
  std::string id, tenant, channel;
  std::int64_t number = 0;
  std::string state;  // made, sending, unknown, sent, received, rejected, dissolved
  std::vector<DebitAssignment> assignments;
  std::int64_t claims = 0, sum = 0;
  std::string digest;
  model::Instant latest{};
  int attempts = 0;
  std::optional<model::Instant> next_at;
  std::string code, native_code, endpoint, excerpt, receipt_digest;
  model::Instant made{};
  std::optional<model::Instant> sent;
};

std::optional<DebitClaimRow> find_debit_claim(Snapshot& view, std::string_view tenant,
                                              std::string_view delivery_id);
std::vector<DebitClaimRow> claims_of_invoice(Snapshot& view, std::string_view tenant,
                                             std::string_view invoice_id);
// In the order of the file.
std::vector<DebitClaimRow> claims_of_transmission(Snapshot& view, std::string_view tenant,
                                                  std::string_view transmission_id);
// Claims whose withdrawals a transmission holds.
std::vector<DebitClaimRow> withdrawn_by(Snapshot& view, std::string_view tenant,
                                        std::string_view transmission_id);
// Those that wait for a transmission of the channel, oldest first.
std::vector<DebitClaimRow> waiting_claims(Snapshot& view, std::string_view tenant,
                                          std::string_view channel, int limit);
std::int64_t count_waiting_claims(Snapshot& view, std::string_view tenant,
                                  std::string_view channel);
// Claims that lie at the clearing house though nobody wants them collected any more: what they ask
// for is not open as they say it, or their delivery went another way.
std::vector<DebitClaimRow> unwanted_claims(Snapshot& view, std::string_view tenant,
                                           std::string_view channel, int limit);
// Claims at the clearing house whose due day is so long gone that the money should have come.
std::vector<DebitClaimRow> overdue_claims(Snapshot& view, std::string_view tenant,
                                          std::string_view channel, model::Date due_until,
                                          int limit);
// Of the whole KID, the newest first.
std::vector<DebitClaimRow> claims_by_kid(Snapshot& view, std::string_view tenant,
                                         std::string_view channel, std::string_view kid);
// Of a mandate, in this state.
std::vector<DebitClaimRow> claims_by_mandate(Snapshot& view, std::string_view tenant,
                                             std::string_view mandate_id, std::string_view state);

std::optional<TransmissionRow> find_transmission(Snapshot& view, std::string_view tenant,
                                                 std::string_view id);
std::optional<TransmissionRow> transmission_by_number(Snapshot& view, std::string_view tenant,
                                                      std::string_view channel,
                                                      std::int64_t number);
// The one that has not left: made or sending; at most one a channel.
std::optional<TransmissionRow> open_transmission(Snapshot& view, std::string_view tenant,
                                                 std::string_view channel);
Listed<TransmissionRow> list_transmissions(Snapshot& view, std::string_view tenant,
                                           Page const& page);
// The largest numbers that were given or are passed over (number_floors.hpp: series
// "CHANNEL/transmission" and "CHANNEL/assignment"), 0 for none.
struct SeriesEnds {
  std::int64_t transmission = 0, assignment = 0;
};
SeriesEnds series_ends(Snapshot& view, std::string_view tenant, std::string_view channel);

}  // namespace airut::ledger
