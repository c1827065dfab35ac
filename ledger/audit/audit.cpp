#include "ledger/audit/audit.hpp"

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "ledger/audit/case_checks.hpp"
#include "ledger/audit/checks.hpp"
#include "ledger/audit/plan_checks.hpp"

namespace airut::ledger::audit {
namespace {

namespace json = boost::json;

struct Line {
  std::string tenant;
  model::Instant booked{};
  Fact fact;
};

std::string text_at(json::object const& object, char const* name) {
  auto const* value = object.if_contains(name);
  return value && value->is_string() ? std::string{value->get_string()} : std::string{};
}

tl::expected<Line, std::string> read(std::string const& text) {
  boost::system::error_code fault;
  auto const value = json::parse(text, fault);
  if (fault || !value.is_object()) return tl::unexpected{std::string{"the line is no JSON object"}};
  auto const& object = value.get_object();
  auto fact = decode(text_at(object, "kind"), text_at(object, "body"), text_at(object, "personal"));
  if (!fact) return tl::unexpected{fact.error().text};
  Line line{text_at(object, "tenant"), {}, *std::move(fact)};
  if (auto const* booked = object.if_contains("booked"); booked && booked->is_int64()) {
    line.booked = model::Instant{std::chrono::milliseconds{booked->get_int64()}};
  }
  return line;
}

struct OtherBreach {
  std::string receivable_id, subject;
  Breach breach;
};

// A letter gives its time to pay from the day on which it leaves.
std::vector<Breach> leaving_breaches(Claims::Leaving const& one, model::Date day,
                                     config::Law const& law) {
  auto const& letter = one.letter->fact;
  bool const demands = letter.plan_id.empty() && letter.kind != "collection_order";
  if (!demands) return {};
  auto const rules = law.reminders(letter.country, config::debtor_of(letter.debtor), day);
  if (!rules || letter.deadline >= day + std::chrono::days{rules->deadline_days}) return {};
  return {{"deadline", fmt::format("It left on {} and gives time until {} only.",
                                   model::date_text(day), model::date_text(letter.deadline))}};
}

// A payment demand goes by other ways than post only with a consent that is young enough.
std::vector<Breach> consent_breaches(LetterDecided const& letter, DeliveryRouted const& fact,
                                     config::Law const& law) {
  if (letter.kind != "payment_demand" || fact.channel == "print") return {};
  auto const rules = law.reminders(letter.country, config::debtor_of(letter.debtor), letter.day);
  if (!rules || rules->e_consent_months == 0) return {};
  if (letter.consent_on && *letter.consent_on <= letter.day) {
    std::chrono::year_month_day end{*letter.consent_on};
    end += std::chrono::months{rules->e_consent_months};
    if (!end.ok()) end = end.year() / end.month() / std::chrono::last;
    if (letter.day <= model::Date{end}) return {};
  }
  return {{"e-consent", "A payment demand by " + fact.channel + " without a consent that holds."}};
}

// Of facts that are no letters.
std::vector<OtherBreach> other_breaches(Claims const& claims, Fact const& fact,
                                        model::Instant booked, config::Law const& law) {
  std::vector<OtherBreach> all;
  auto const add = [&](std::string const& receivable, std::string const& subject,
                       std::vector<Breach> found) {
    for (auto& one : found) all.push_back({receivable, subject, std::move(one)});
  };
  if (auto const* plan = std::get_if<PlanMade>(&fact)) {
    if (claims.find(plan->receivable_id) != nullptr) {
      add(plan->receivable_id, plan->plan_id, plan_breaches(claims, *plan, law));
    }
  } else if (auto const* over = std::get_if<PlanEnded>(&fact)) {
    add(over->receivable_id, over->plan_id, plan_end_breaches(claims, *over));
  } else if (auto const* moved = std::get_if<CollectionMoved>(&fact)) {
    add(moved->receivable_id, moved->case_id, case_breaches(claims, *moved, law));
  } else if (auto const* fixed = std::get_if<ReceivableAdjusted>(&fact)) {
    if (fixed->kind == "interest") {
      add(fixed->receivable_id, fixed->adjustment_id, fixed_interest_breaches(claims, *fixed, law));
    }
  } else if (auto const* ended = std::get_if<PromiseEnded>(&fact)) {
    add(ended->receivable_id, ended->promise_id, promise_breaches(claims, *ended));
  } else if (auto const* routed = std::get_if<DeliveryRouted>(&fact)) {
    auto const* letter = claims.letter(routed->invoice_id, routed->document_id);
    if (letter == nullptr) return all;
    add(letter->fact.receivable_id, letter->fact.letter_id,
        consent_breaches(letter->fact, *routed, law));
  } else if (auto const* changed = std::get_if<DeliveryChanged>(&fact)) {
    for (auto const& one : claims.leaving(*changed)) {
      add(one.letter->fact.receivable_id, one.letter->fact.letter_id,
          leaving_breaches(one, local_day(booked), law));
    }
  }
  return all;
}

}  // namespace

Report audit(std::istream& lines, config::Law const& law) {
  Report report;
  Claims claims;
  std::string tenant;
  for (std::string text; std::getline(lines, text);) {
    auto const line = read(text);
    ++report.events;
    if (!line) {
      report.unreadable = fmt::format("line {}: {}", report.events, line.error());
      break;
    }
    if (line->tenant != tenant) {
      report.claims += claims.count();
      claims = {};
      tenant = line->tenant;
    }
    if (auto const* letter = std::get_if<LetterDecided>(&line->fact)) {
      ++report.letters;
      auto const* claim = claims.find(letter->receivable_id);
      for (auto& breach : breaches(claims, *letter, law)) {
        report.findings.push_back({tenant, claim ? claim->invoice.number : "", letter->letter_id,
                                   std::move(breach.rule), std::move(breach.text)});
      }
    }
    for (auto& one : other_breaches(claims, line->fact, line->booked, law)) {
      auto const* claim = claims.find(one.receivable_id);
      report.findings.push_back({tenant, claim ? claim->invoice.number : "", one.subject,
                                 std::move(one.breach.rule), std::move(one.breach.text)});
    }
    claims.take(line->fact, line->booked);
  }
  report.claims += claims.count();
  return report;
}

}  // namespace airut::ledger::audit
