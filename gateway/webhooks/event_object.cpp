#include "gateway/webhooks/event_object.hpp"

#include <limits>

#include "formats/model/date.hpp"
#include "gateway/webhooks/event_data.hpp"

namespace airut::gateway {
namespace {

constexpr std::size_t data_most = 3000;  // bytes: with the frame around it below 4 KiB

}  // namespace

void write_event_object(json::Writer& out, ledger::StoredEvent const& stored,
                        std::string_view external_id, EventSize size) {
  auto const& event = stored.event;
  auto const data = event_data(
      stored, size == EventSize::whole ? std::numeric_limits<std::size_t>::max() : data_most);
  out.begin_object();
  out.member("id", event.id);
  out.member("object", "event");
  out.member("type", event.type);
  out.member("timestamp", model::instant_text(event.booked));
  out.member("actor", event.actor);
  out.member("subject", event.subject);
  if (!stored.invoice_id.empty()) {
    out.member("invoice_id", stored.invoice_id);
    out.member_if("external_id", external_id);
    out.member("sequence", stored.invoice_sequence);
  }
  out.key("data");
  out.raw(data.text);
  if (!data.left_out.empty()) {
    out.key("left_out");
    out.begin_array();
    for (auto const& name : data.left_out) out.string(name);
    out.end_array();
  }
  out.end_object();
}

}  // namespace airut::gateway
