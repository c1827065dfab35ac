#include "gateway/api/batch_rehearsal.hpp"

#include <cstdint>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "gateway/api/reply.hpp"
#include "gateway/batches/csv_profile.hpp"
#include "gateway/batches/tally.hpp"
#include "gateway/claim/credit_hold.hpp"
#include "gateway/http/failure.hpp"
#include "gateway/http/problem.hpp"
#include "gateway/intake/accept.hpp"
#include "gateway/intake/fit_for_route.hpp"
#include "gateway/intake/number_of.hpp"

namespace airut::gateway::api {
namespace {

constexpr std::size_t shown_most = 1000;

class Rehearsal {
 public:
  Rehearsal(House& house, http::Request const& request)
      : house_(house),
        request_(request),
        caller_{request.principal->tenant, request.principal->key_id, request.principal->clients} {
    caller_.terms_of = agreed_terms(house.store, caller_.tenant);
    caller_.preview = true;
    shown_.begin_array();
  }

  void take(BatchDocument document) {
    ++position_;
    auto const item_number = document.item ? document.item->number : std::string{};
    auto const name = document.name;
    auto const number_there = document.item ? item_number : number_of(document.bytes);
    auto const prepared = prepare_one(std::move(document));
    auto const number = prepared ? prepared->submission.invoice.number : number_there;
    if (!prepared) {
      ++rejected_;
      return show(name, number, "rejected", prepared.error(), {});
    }
    if (auto const there = same_as(*prepared)) {
      ++duplicates_;
      return show(name, number, "duplicate", {}, *there);
    }
    tally_.add(*prepared);
    if (!prepared->warnings.empty()) show(name, number, "accepted", prepared->warnings, {});
  }

  http::Response answer(BatchBody const& body) {
    bool const whole = request_.parameter("mode") == "all_or_nothing";
    bool const refused = whole && rejected_ + duplicates_ > 0;
    json::Writer out;
    out.begin_object();
    out.member("object", "batch");
    out.member("dry_run", true);
    out.member("mode", whole ? "all_or_nothing" : "best_effort");
    out.member("format", batch_format_text(body.format));
    out.member("status", refused ? "refused" : "completed");
    out.member("items", position_);
    out.member("accepted", refused ? 0 : position_ - rejected_ - duplicates_);
    out.member("rejected", rejected_);
    out.member("duplicates", duplicates_);
    out.key("totals");
    out.begin_array();
    if (!refused) {
      for (auto const& total : tally_.fact.totals) write_total(out, total);
    }
    out.end_array();
    shown_.end_array();
    out.key("documents");
    out.raw(shown_.text());
    out.member("documents_left_out", left_out_);
    out.end_object();
    return reply(std::move(out));
  }

 private:
  // As the run of a batch does it.
  tl::expected<Prepared, model::Findings> prepare_one(BatchDocument document) {
    return fit_for_route(read_one(std::move(document)), caller_,
                         {house_.store, house_.billers, house_.law, house_.render},
                         house_.clock.now());
  }

  tl::expected<Prepared, model::Findings> read_one(BatchDocument document) {
    if (!document.item)
      return prepare(std::move(document.bytes), caller_, house_.billers, house_.numbers,
                     {house_.render.official.get(), house_.clock.now()});
    auto& item = *document.item;
    if (!item.submission) return tl::unexpected{std::move(item.submission.error())};
    return prepare_submission({*std::move(item.submission), std::move(item.notes), "csv"},
                              {"text/csv", document.bytes}, caller_, house_.billers,
                              house_.numbers);
  }

  // What has the document's seller, type and number: an invoice's id, or its place in the batch.
  std::optional<std::string> same_as(Prepared const& prepared) {
    auto const there = house_.store.read(
        [&](ledger::Snapshot& view) { return find_same(view, prepared, caller_); });
    if (there) return there;
    auto const& invoice = prepared.submission.invoice;
    auto const key = std::tuple{prepared.client->ref, static_cast<int>(invoice.type),
                                invoice.number, seller_key(invoice.seller)};
    auto const [at, fresh] = seen_.emplace(key, position_);
    if (fresh) return std::nullopt;
    return fmt::format("document {} of this batch", at->second);
  }

  void show(std::string const& name, std::string const& number, std::string_view outcome,
            model::Findings const& findings, std::string const& same) {
    if (++shown_count_ > shown_most) {
      ++left_out_;
      return;
    }
    shown_.begin_object();
    shown_.member("position", position_);
    shown_.member_if("name", name);
    shown_.member_if("number", number);
    shown_.member("outcome", outcome);
    shown_.member_if("duplicate_of", same);
    shown_.key(outcome == "accepted" ? "warnings" : "findings");
    http::write_findings(shown_, findings, request_.language);
    shown_.end_object();
  }

  House& house_;
  http::Request const& request_;
  Caller caller_;
  json::Writer shown_;
  Tally tally_;
  std::map<std::tuple<std::string, int, std::string, std::string>, std::int64_t> seen_;
  std::int64_t position_ = 0, rejected_ = 0, duplicates_ = 0, left_out_ = 0;
  std::size_t shown_count_ = 0;
};

}  // namespace

void write_total(json::Writer& out, ledger::BatchTotal const& total) {
  out.begin_object();
  out.member("currency", total.gross.currency().code());
  out.member("invoices", total.invoices);
  write_money(out, "gross", total.gross);
  out.member("credit_notes", total.credit_notes);
  write_money(out, "credited", total.credited);
  out.end_object();
}

http::Response rehearse_batch(House& house, http::Request const& request, BatchBody const& body,
                              std::optional<csv::Profile> const& profile) {
  Rehearsal rehearsal{house, request};
  auto const take = [&](BatchDocument document) {
    rehearsal.take(std::move(document));
    return !house.batches.stopping();
  };
  auto const format = batch_format_text(body.format);
  if (profile) {
    for_each_document(csv_profile_line(*profile) + request.body, format, house.settings.limits,
                      take, 0);
  } else {
    for_each_document(request.body, format, house.settings.limits, take, 0);
  }
  if (house.batches.stopping()) throw http::Unavailable{"The gateway is stopping."};
  return rehearsal.answer(body);
}

}  // namespace airut::gateway::api
