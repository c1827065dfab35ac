#include "gateway/webhooks/event_object.hpp"

#include "formats/model/date.hpp"

namespace airut::gateway {
namespace {

constexpr std::size_t data_most = 3000;  // with the frame around it below 4 KiB

}  // namespace

void write_event_object(json::Writer& out, ledger::StoredEvent const& stored) {
  auto const& event = stored.event;
  out.begin_object();
  out.member("id", event.id);
  out.member("object", "event");
  out.member("type", event.type);
  out.member("timestamp", model::instant_text(event.booked));
  out.member("actor", event.actor);
  out.member("subject", event.subject);
  if (!stored.invoice_id.empty()) {
    out.member("invoice_id", stored.invoice_id);
    out.member("sequence", stored.invoice_sequence);
  }
  out.key("data");
  if (event.body.size() <= data_most) {
    out.raw(event.body);
  } else {
    out.begin_object();
    out.member("left_out", true);
    out.end_object();
  }
  out.end_object();
}

}  // namespace airut::gateway
