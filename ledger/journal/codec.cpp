#include "ledger/journal/codec.hpp"

#include <array>
#include <stdexcept>
#include <utility>

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include "ledger/journal/event.hpp"
#include "ledger/journal/reader.hpp"

namespace airut::ledger {
namespace {

namespace json = boost::json;

int digits_at(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (auto const c : text.substr(from, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::optional<model::Date> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  auto const year = digits_at(text, 0, 4);
  auto const month = digits_at(text, 5, 2);
  auto const day = digits_at(text, 8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  std::chrono::year_month_day const date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return model::Date{date};
}

std::optional<json::object> parse_object(std::string_view text, json::storage_ptr const& memory) {
  boost::system::error_code fault;
  auto value = json::parse({text.data(), text.size()}, fault, memory);
  if (fault || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

model::Problem malformed(std::string text) { return {model::Fault::malformed, std::move(text)}; }

template <class F>
model::Result<Fact> read_fact(json::object const& body, json::object const* personal) {
  F fact;
  ObjectReader reader{body, personal};
  fields(reader, fact);
  if (reader.complaint().empty()) return fact;
  return tl::unexpected(model::Problem{model::Fault::unsupported, reader.complaint()});
}

using ReadFact = model::Result<Fact> (*)(json::object const&, json::object const*);

template <std::size_t... I>
constexpr auto readers(std::index_sequence<I...>) {
  return std::array<ReadFact, sizeof...(I)>{&read_fact<std::variant_alternative_t<I, AnyFact>>...};
}

// In the order of the variant: the same order as Fact, which the assertion below holds fast.
constexpr std::array<std::string_view, 71> kinds{"invoice_accepted",
                                                 "delivery_routed",
                                                 "route_missing",
                                                 "attempt_started",
                                                 "delivery_changed",
                                                 "deviation_opened",
                                                 "deviation_resolved",
                                                 "invoice_held",
                                                 "recipient_updated",
                                                 "batch_received",
                                                 "batch_advanced",
                                                 "batch_completed",
                                                 "batch_item_rejected",
                                                 "payment_file_imported",
                                                 "payment_received",
                                                 "payment_allocated",
                                                 "receivable_credited",
                                                 "letter_decided",
                                                 "letter_corrected",
                                                 "receivable_paused",
                                                 "day_run",
                                                 "webhook_endpoint_changed",
                                                 "link_issued",
                                                 "link_revoked",
                                                 "invoice_viewed",
                                                 "deviation_changed",
                                                 "invoice_corrected",
                                                 "reason_given",
                                                 "document_received",
                                                 "status_told",
                                                 "address_suppressed",
                                                 "address_released",
                                                 "receivable_adjusted",
                                                 "money_returned",
                                                 "credit_laid",
                                                 "money_settled",
                                                 "due_date_changed",
                                                 "feed_item_taken",
                                                 "period_closed",
                                                 "bank_asked",
                                                 "bank_file_listed",
                                                 "bank_file_fetched",
                                                 "bank_file_taken",
                                                 "bank_certificate_renewed",
                                                 "debit_claim_made",
                                                 "transmission_made",
                                                 "debit_claim_placed",
                                                 "transmission_changed",
                                                 "debit_claim_changed",
                                                 "mandate_changed",
                                                 "clearing_file_taken",
                                                 "policy_recorded",
                                                 "customer_terms_set",
                                                 "credit_alert",
                                                 "promise_made",
                                                 "promise_ended",
                                                 "plan_made",
                                                 "plan_ended",
                                                 "collection_moved",
                                                 "message_written",
                                                 "message_read",
                                                 "ledgers_compared",
                                                 "collection_file_taken",
                                                 "recipient_addressed",
                                                 "recipient_address_ended",
                                                 "sender_notice_made",
                                                 "sender_notice_moved",
                                                 "reversal_released",
                                                 "credit_kept",
                                                 "remittance_laid",
                                                 "personal_data_erased"};
static_assert(kinds.size() == std::variant_size_v<AnyFact>);

}  // namespace

void append_value(std::string& out, model::Money const& money) {
  out += '[';
  append_value(out, money.minor());
  out += ",\"";
  out += money.currency().code();
  out += "\"]";
}

void append_value(std::string& out, model::Date day) {
  std::chrono::year_month_day const date{day};
  auto const year = static_cast<int>(date.year());
  if (year < 0 || year > 9999) throw std::out_of_range{"the journal keeps years 0 to 9999"};
  fmt::format_to(std::back_inserter(out), "\"{:04}-{:02}-{:02}\"", year,
                 static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

void append_value(std::string& out, model::Instant moment) {
  append_value(out, std::int64_t{moment.time_since_epoch().count()});
}

void ObjectReader::personal(char const* name, std::string& member) {
  auto const* value = personal_ == nullptr ? nullptr : personal_->if_contains(name);
  if (value == nullptr) return;
  ++personal_read_;
  if (!read(*value, member)) complain(name);
}

std::string const& ObjectReader::complaint() {
  if (complaint_.empty() && body_read_ != body_.size()) complaint_ = "unknown member";
  if (complaint_.empty() && personal_ != nullptr && personal_read_ != personal_->size()) {
    complaint_ = "unknown personal member";
  }
  return complaint_;
}

void ObjectReader::complain(char const* name) {
  if (complaint_.empty()) complaint_ = fmt::format("member {} cannot be read", name);
}

bool ObjectReader::read(json::value const& value, std::string& member) {
  auto const* text = value.if_string();
  if (text != nullptr) member.assign(text->data(), text->size());
  return text != nullptr;
}

bool ObjectReader::read(json::value const& value, bool& member) {
  auto const* truth = value.if_bool();
  if (truth != nullptr) member = *truth;
  return truth != nullptr;
}

bool ObjectReader::read(json::value const& value, std::int64_t& member) {
  auto const* number = value.if_int64();
  if (number != nullptr) member = *number;
  return number != nullptr;
}

bool ObjectReader::read(json::value const& value, model::Money& member) {
  auto const* pair = value.if_array();
  if (pair == nullptr || pair->size() != 2) return false;
  std::int64_t minor = 0;
  std::string code;
  if (!read((*pair)[0], minor) || !read((*pair)[1], code)) return false;
  auto const currency = model::Currency::parse(code);
  if (currency) member = model::Money{minor, *currency};
  return currency.has_value();
}

bool ObjectReader::read(json::value const& value, model::Date& member) {
  std::string text;
  if (!read(value, text)) return false;
  auto const day = read_day(text);
  if (day) member = *day;
  return day.has_value();
}

bool ObjectReader::read(json::value const& value, model::Instant& member) {
  std::int64_t milliseconds = 0;
  if (!read(value, milliseconds)) return false;
  member = model::Instant{std::chrono::milliseconds{milliseconds}};
  return true;
}

EncodedFact encode(FactView fact) {
  EncodedFact encoded;
  encoded.body.reserve(1024);
  Writer writer{encoded.body, &encoded.personal};
  fact.visit([&](auto const& f) { fields(writer, f); });
  writer.close();
  return encoded;
}

model::Result<Fact> decode(std::string_view kind, std::string_view body,
                           std::string_view personal) {
  static constexpr auto read = readers(std::make_index_sequence<std::variant_size_v<AnyFact>>{});
  std::size_t which = 0;
  while (which < kinds.size() && kinds[which] != kind) ++which;
  if (which == kinds.size()) {
    return tl::unexpected(
        model::Problem{model::Fault::unsupported, fmt::format("unknown kind of event {}", kind)});
  }
  // Most bodies fit in; what does not goes on the heap.
  std::array<unsigned char, 8192> room;
  json::monotonic_resource arena{room.data(), room.size()};
  auto const object = parse_object(body, &arena);
  if (!object) return tl::unexpected(malformed("the body is no JSON object"));
  if (personal.empty()) return read[which](*object, nullptr);
  auto const part = parse_object(personal, &arena);
  if (!part) return tl::unexpected(malformed("the personal part is no JSON object"));
  return read[which](*object, &*part);
}

std::string_view fact_kind(FactView fact) { return kinds[fact.index()]; }

}  // namespace airut::ledger
