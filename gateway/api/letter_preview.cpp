#include "gateway/api/letter_preview.hpp"

#include "channels/print/price.hpp"
#include "channels/print/rules.hpp"
#include "formats/paper/write.hpp"
#include "gateway/api/reply.hpp"
#include "gateway/claim/civil_day.hpp"
#include "gateway/dispatch/render.hpp"
#include "gateway/postage/posting.hpp"

namespace airut::gateway::api {
namespace {

config::Channel const* paper_of(House const& house, RouteDecision const& decision) {
  for (auto const& leg : decision.legs) {
    auto const* channel = house.billers.channel(leg.channel);
    if (channel && std::holds_alternative<config::PrintSettings>(channel->transport)) {
      return channel;
    }
  }
  return nullptr;
}

void write_price(json::Writer& out, config::PrintSettings const& settings,
                 channels::PrintJob const& job, print::Processing const& how, model::Date day) {
  if (settings.prices.empty()) return;
  auto const price = channels::price_of(settings, job, how, model::date_text(day));
  if (!price) {
    out.member("price_unknown", "No price row of the channel holds for this letter.");
    return;
  }
  out.member("price", price->text);
  out.member("currency", price->currency);
  out.member("price_valid_from", price->valid_from);
}

void write_posting(json::Writer& out, House const& house, config::PrintSettings const& settings) {
  if (settings.cut_offs.empty()) return;
  auto const posting = next_posting(settings, house.law, house.clock.now());
  if (!posting) {
    out.member("posting_unknown", posting.error());
    return;
  }
  write_instant(out, "cut_off_at", posting->cut_off);
  write_day(out, "posted_on", posting->day);
}

}  // namespace

void write_letter_preview(json::Writer& out, House& house, Prepared const& prepared,
                          RouteDecision const& decision) {
  auto const* channel = paper_of(house, decision);
  if (channel == nullptr || !house.render.designs) return;
  auto const& settings = std::get<config::PrintSettings>(channel->transport);
  auto const drawn = invoice_pdf(prepared.submission, *prepared.client, house.render);
  if (!drawn) return;
  auto const job = letter_job(prepared.submission, *prepared.client, "invoice", *drawn);
  out.key("letter");
  out.begin_object();
  out.member("channel", channel->name);
  out.member("pages", static_cast<std::int64_t>(job.pages));
  auto const how = channels::processing_of(settings, job);
  if (how) {
    out.member("sheets", static_cast<std::int64_t>(print::sheets_of(job.pages, how->duplex)));
    out.member("plex", how->duplex ? "duplex" : "simplex");
    out.member("colour", how->colour);
    out.member("priority", how->priority);
    out.member_if("envelope", how->envelope);
    write_price(out, settings, job, *how, civil_day(settings.calendar, house.clock.now()));
  } else {
    out.member("price_unknown", how.error().text);
  }
  write_posting(out, house, settings);
  out.end_object();
}

}  // namespace airut::gateway::api
