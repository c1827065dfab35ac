#include "ledger/audit/policy_checks.hpp"

#include <algorithm>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "ledger/audit/recorded_policy.hpp"

namespace airut::ledger::audit {
namespace {

namespace json = boost::json;
using model::date_text;
using std::chrono::days;

class PolicyCheck {
 public:
  PolicyCheck(Claims const& claims, Claim const& claim, LetterDecided const& letter,
              config::Law const& law)
      : claims_(claims), claim_(claim), letter_(letter), law_(law) {}

  std::vector<Breach> run() {
    customer();
    sheet();
    changes();
    collection();
    announcement();
    auto const* recorded = claims_.policy(letter_.policy, letter_.policy_version);
    if (letter_.policy_version == 0) return std::move(breaches_);
    if (recorded == nullptr) {
      say("policy", fmt::format("Version {} of the policy {} is nowhere recorded.",
                                letter_.policy_version, letter_.policy));
      return std::move(breaches_);
    }
    if (recorded->valid_from && *recorded->valid_from > letter_.day) {
      say("policy",
          fmt::format("The version holds from {} only.", date_text(*recorded->valid_from)));
    }
    definition(recorded->definition);
    return std::move(breaches_);
  }

 private:
  void say(std::string rule, std::string text) {
    breaches_.push_back({std::move(rule), std::move(text)});
  }

  void customer() {
    if (claims_.rests_with_customer(claim_))
      say("customer-held", "A deviation rests all claims of the customer.");
    auto const* terms = claims_.terms(claim_);
    if (terms == nullptr || claim_.invoice.customer_number.empty()) return;
    if (!terms->stopped.empty()) say("stopped", "The debtor is " + terms->stopped + ".");
    if (terms->hold_reason.empty()) return;
    if (!terms->hold_until || *terms->hold_until >= letter_.day) {
      say("customer-held", "The customer's claims rested: " + terms->hold_reason + ".");
    }
  }

  void sheet() {
    if (letter_.sheet_id.empty() || letter_.fee.is_zero()) return;
    if (claims_.has_sheet_fee(letter_.sheet_id)) {
      say("sheet-fee", "The sheet has the fee of another invoice.");
    }
  }

  // After the Norwegian collection act a creditor demands nothing with a fee of the old tables.
  void changes() {
    auto const act = law_.day_of(config::Change::no_collection_act);
    if (letter_.country != "NO" || !act || letter_.day < *act) return;
    if (letter_.kind == "payment_demand") {
      say("law-changed", "A payment demand of the creditor after the collection act.");
    }
    if (letter_.fee.is_zero()) return;
    auto const cap =
        law_.fee_cap("NO", config::debtor_of(letter_.debtor), letter_.day, claim_.invoice.due_date);
    if (!cap || cap->valid_from < *act) {
      say("law-changed", "A fee by a row from before the collection act.");
    }
  }

  // A Norwegian creditor's own demand is collection too, and follows its notice.
  bool is_demand_in_norway() const {
    return letter_.country == "NO" && letter_.kind == "payment_demand";
  }

  void collection() {
    if (letter_.kind != "collection_order" && !is_demand_in_norway()) return;
    auto const rules =
        law_.collection(letter_.country, config::debtor_of(letter_.debtor), letter_.day);
    if (!rules) return say("law", rules.error());
    if (letter_.kind == "collection_order" &&
        letter_.day < claim_.invoice.due_date + days{rules->transfer_wait_days}) {
      say("collection-wait",
          fmt::format("Handed over within {} days of the due date.", rules->transfer_wait_days));
    }
    notice(*rules);
  }

  // Collection is announced by a letter after the due date, and its time to pay is over.
  void notice(config::CollectionLaw const& rules) {
    bool const by_agency =
        letter_.country == "NO" && law_.in_force(config::Change::no_collection_act, letter_.day);
    if (!rules.needs_notice || by_agency) return;
    bool const told =
        std::any_of(claim_.letters.begin(), claim_.letters.end(), [&](auto const& one) {
          return !one.withdrawn && one.sent_on && one.fact.plan_id.empty() &&
                 says_collection(one.fact) && one.fact.day > claim_.invoice.due_date &&
                 one.fact.deadline < letter_.day;
        });
    if (!told) say("collection-notice", "No letter had said that collection would follow.");
  }

  // What is told of the letter beside its proof says the same, and says nothing that the letter
  // could not.
  void announcement() {
    if (!letter_.announces_collection) return;
    bool const told = *letter_.announces_collection;
    if (told != proves_notice(letter_)) {
      say("announcement", "What is told of the notice of collection is not what the proof says.");
    }
    bool const may = letter_.kind != "collection_order" && letter_.plan_id.empty();
    if (told && !(may && is_own_notice())) {
      say("announcement", "This letter cannot say that collection follows.");
    }
  }

  // After the collection act a Norwegian creditor announces nothing: the collector does.
  bool is_own_notice() const {
    return letter_.country != "NO" ||
           !law_.in_force(config::Change::no_collection_act, letter_.day);
  }

  // A letter of the policy's own step announces collection when that is the step behind it, and a
  // reminder in the place of collection always does. Norway counts a creditor's demand for it.
  void next_step(json::array const& steps, std::size_t at) {
    if (!letter_.announces_collection || letter_.kind == "collection_order") return;
    auto const word = action_of(steps, at);
    auto const after = action_of(steps, at + 1);
    bool const demand =
        after == "payment_demand" && letter_.country == "NO" && letter_.kind != "payment_demand";
    bool const follows = word != letter_.kind || after == "collection_order" || demand;
    if (*letter_.announces_collection == (follows && is_own_notice())) return;
    say("announcement", follows
                            ? "Collection is the policy's next step, and the letter hides it."
                            : "The letter announces collection, which the policy has not next.");
  }

  static std::string_view action_of(json::array const& steps, std::size_t at) {
    auto const* step = at < steps.size() ? steps[at].if_object() : nullptr;
    auto const* action = step == nullptr ? nullptr : step->if_contains("action");
    auto const* word = action == nullptr ? nullptr : action->if_string();
    return word == nullptr ? std::string_view{} : std::string_view{*word};
  }

  void definition(std::string const& text) {
    boost::system::error_code fault;
    auto const value = json::parse(text, fault);
    auto const* object = fault ? nullptr : value.if_object();
    auto const* steps = object == nullptr ? nullptr : object->if_contains("steps");
    if (steps == nullptr || !steps->is_array()) {
      return say("policy", "The recorded policy cannot be read.");
    }
    auto const& list = steps->get_array();
    auto at = place_in(list);
    // Letters may be more than the steps: collection still follows the one that announced it.
    bool const follows = at >= list.size() && !list.empty() && last_announces();
    if (follows) at = list.size() - 1;
    if (letter_.round < 1 || at >= list.size() || !list[at].is_object()) {
      return say("policy", fmt::format("The policy has no step {}.", letter_.round));
    }
    if (letter_.principal_open.minor() < number_at(*object, "minimum_minor")) {
      say("policy", "Less is open than the policy's minimum.");
    }
    whole(*object);
    step(list[at].get_object());
    next_step(list, at);
    rest(*object, list[at].get_object());
  }

  // Where the letter's step stands: each letter before it took the next one of its own day.
  std::size_t place_in(json::array const& steps) const {
    std::vector<model::Date> days;
    for (auto const& one : claim_.letters) {
      if (one.is_step()) days.push_back(one.fact.day);
    }
    auto const before = static_cast<std::size_t>(std::max<std::int64_t>(letter_.round - 1, 0));
    std::size_t at = 0;
    for (std::size_t i = 0; i < before && at < steps.size(); ++i)
      at = place_from(steps, at, i < days.size() ? days[i] : letter_.day) + 1;
    return place_from(steps, at, letter_.day);
  }

  std::size_t place_from(json::array const& steps, std::size_t at, model::Date day) const {
    while (at < steps.size() && ended(steps[at], day)) ++at;
    return at;
  }

  // A demand that the Norwegian collection act leaves to collectors: the next step is taken.
  bool ended(json::value const& step, model::Date day) const {
    auto const* object = step.if_object();
    auto const* action = object == nullptr ? nullptr : object->if_contains("action");
    bool const demand =
        action != nullptr && action->is_string() && action->get_string() == "payment_demand";
    return demand && letter_.country == "NO" &&
           law_.in_force(config::Change::no_collection_act, day);
  }

  // What the policy asks for whatever the step.
  bool last_announces() const {
    bool announces = false;
    for (auto const& one : claim_.letters) {
      if (one.is_step()) announces = says_collection(one.fact);
    }
    return announces;
  }

  // A reminder may stand where the policy has collection itself: the first, or one that announces
  // it.
  bool goes_before(std::string_view step) const {
    if (letter_.kind == "payment_demand" || letter_.kind == "collection_order") return false;
    if (step == "payment_demand") {
      return letter_.country == "NO" && says_collection(letter_);
    }
    return step == "collection_order" && (letter_.round == 1 || says_collection(letter_));
  }

  void whole(json::object const& policy) {
    auto const* automatic = policy.if_contains("collection_automatic");
    bool const by_itself = automatic != nullptr && automatic->is_bool() && automatic->get_bool();
    if (letter_.kind == "collection_order" && !by_itself && !claim_.approved) {
      say("approval", "The policy leaves collection to a person, and none approved it.");
    }
    auto const* proof = policy.if_contains("delivery_proof");
    auto const word = proof != nullptr && proof->is_string() ? std::string_view{proof->get_string()}
                                                             : std::string_view{};
    bool const arrived = claim_.delivered_on && !(word == "delivered" && claim_.delivery_assumed);
    if ((word == "assumed" || word == "delivered") && !arrived) {
      say("delivered", "The policy asks for delivery, and nothing tells of it.");
    }
    auto const until = claims_.bank_data(claim_, letter_);
    if (!until) return;
    auto const lag = law_.banking_days(letter_.country, *until, letter_.day - days{1});
    if (!lag) return say("law", lag.error());
    if (*lag > number_at(policy, "bank_data_age_days", *lag)) {
      say("bank-data", fmt::format("Bank files spoke for days until {} only.", date_text(*until)));
    }
  }

  // The policy's days of rest for payments on their way.
  void rest(json::object const& policy, json::object const& step) {
    auto const grace = days{number_at(policy, "grace_days")};
    Letter const* last = nullptr;
    for (auto const& one : claim_.letters) {
      if (one.is_step()) last = &one;
    }
    auto const wait = std::max<std::int64_t>(number_at(step, "after_days"), 1);
    auto first = claim_.invoice.due_date + days{last == nullptr ? wait : 1} + grace;
    if (last != nullptr) first = std::max(first, last->fact.deadline + days{1} + grace);
    if (letter_.day < first) {
      say("policy", fmt::format("Sent before {}, the policy's days of grace.", date_text(first)));
    }
  }

  void step(json::object const& step) {
    auto const* action = step.if_contains("action");
    auto const word = action != nullptr && action->is_string()
                          ? std::string_view{action->get_string()}
                          : std::string_view{};
    if (word != letter_.kind && !goes_before(word)) {
      say("policy", "The policy's step is another kind of letter.");
    }
    auto const* fee = step.if_contains("fee");
    bool const free = fee != nullptr && fee->is_bool() && !fee->get_bool();
    if (free && !letter_.fee.is_zero()) say("policy", "A fee where the policy charges none.");
    auto const most = number_at(step, "fee_minor", letter_.fee.minor());
    if (letter_.fee.minor() > most) say("policy", "A fee above the policy's own.");
    if (letter_.principal_open.minor() < number_at(step, "minimum_minor")) {
      say("policy", "Less is open than the step's minimum.");
    }
    auto since = claim_.invoice.due_date;
    for (auto const& one : claim_.letters) {
      if (one.is_step()) since = one.fact.day;
    }
    if (letter_.day < since + days{number_at(step, "after_days")}) {
      say("policy", fmt::format("Sooner than the policy's {} days after {}.",
                                number_at(step, "after_days"), date_text(since)));
    }
    if (letter_.deadline < letter_.day + days{number_at(step, "deadline_days")}) {
      say("policy", "Less time to pay than the policy gives.");
    }
  }

  Claims const& claims_;
  Claim const& claim_;
  LetterDecided const& letter_;
  config::Law const& law_;
  std::vector<Breach> breaches_;
};

}  // namespace

std::vector<Breach> policy_breaches(Claims const& claims, Claim const& claim,
                                    LetterDecided const& letter, config::Law const& law) {
  return PolicyCheck{claims, claim, letter, law}.run();
}

}  // namespace airut::ledger::audit
