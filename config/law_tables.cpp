#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "config/law.hpp"
#include "config/table.hpp"

// How the tables of the law are read.
namespace airut::config {
namespace {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Change> parse_change(std::string_view word) {
  if (word == "no-collection-act") return Change::no_collection_act;
  return std::nullopt;
}

// "9.5" -> 95'000; at most four decimals.
std::optional<std::int64_t> millionths(std::string_view text) {
  constexpr int decimals = 4;
  auto const dot = text.find('.');
  auto digits = std::string{text.substr(0, dot)};
  auto const rest = dot == std::string_view::npos ? std::string_view{} : text.substr(dot + 1);
  if (rest.size() > decimals) return std::nullopt;
  digits.append(rest);
  digits.append(decimals - rest.size(), '0');
  return whole_number(digits);
}

std::vector<std::string> listed(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    auto const comma = text.find(',');
    if (comma != 0) words.emplace_back(text.substr(0, comma));
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return words;
}

}  // namespace

// Fills a Law from its files; what is wrong comes back as a sentence.
class LawTables {
 public:
  explicit LawTables(Law& law) : law_(law) {}

  std::string read(std::filesystem::path const& directory, bool needed) {
    struct File {
      std::string_view name;
      std::string (LawTables::*take)(TableRow const&);
    };
    static constexpr std::array<File, 12> files{
        {{"interest_rates.tsv", &LawTables::take_rate},
         {"interest_margins.tsv", &LawTables::take_margin},
         {"reminder_law.tsv", &LawTables::take_reminders},
         {"fee_caps.tsv", &LawTables::take_cap},
         {"compensation.tsv", &LawTables::take_compensation},
         {"cost_ceilings.tsv", &LawTables::take_ceiling},
         {"allocation.tsv", &LawTables::take_allocation},
         {"collection_costs.tsv", &LawTables::take_cost},
         {"collection_law.tsv", &LawTables::take_collection},
         {"law_changes.tsv", &LawTables::take_change},
         {"e_invoice_duties.tsv", &LawTables::take_duty},
         {"holidays.tsv", &LawTables::take_holiday}}};
    for (auto const& file : files) {
      auto const path = directory / file.name;
      if (!needed && !std::filesystem::exists(path)) continue;
      auto const wrong =
          read_table(path, [&](TableRow const& row) { return (this->*file.take)(row); });
      if (!wrong.empty()) return wrong;
    }
    return {};
  }

 private:
  static std::string const& cell(TableRow const& row, std::string_view name) {
    static std::string const none;
    auto const found = row.find(name);
    return found == row.end() ? none : found->second;
  }

  std::optional<Law::Key> key(TableRow const& row) {
    auto const from = parse_day(cell(row, "from"));
    if (!from || cell(row, "country").size() != 2) return std::nullopt;
    return Law::Key{cell(row, "country"), cell(row, "debtor"), *from, 0};
  }

  // The cell as a number of days or letters; a sentence in wrong_ when it is none.
  int number(TableRow const& row, std::string_view name) {
    auto const value = whole_number(cell(row, name));
    if (!value || *value < 0 || *value > 1000) wrong_ = fmt::format("{} is no small number", name);
    return static_cast<int>(value.value_or(0));
  }

  // A column that older files do not have.
  int number_if(TableRow const& row, std::string_view name) {
    return cell(row, name).empty() ? 0 : number(row, name);
  }

  std::string take_rate(TableRow const& row) {
    auto const first = parse_day(cell(row, "from")), last = parse_day(cell(row, "to"));
    auto const rate = millionths(cell(row, "percent"));
    if (!first || !last || !rate || *last < *first) return "from, to or percent is wrong";
    law_.references_[{cell(row, "country"), "", *first, 0}] = {*last, *rate, cell(row, "source")};
    return {};
  }

  std::string take_margin(TableRow const& row) {
    auto const at = key(row);
    auto const rate = millionths(cell(row, "percent"));
    if (!at || !rate) return "country, from or percent is wrong";
    law_.margins_[*at] = *rate;
    return {};
  }

  std::string take_reminders(TableRow const& row) {
    auto const at = key(row);
    if (!at) return "country or from is wrong";
    wrong_.clear();
    ReminderLaw law;
    law.valid_from = at->valid_from;
    law.fee_wait_days = number(row, "fee_wait");
    law.fee_gap_days = number(row, "fee_gap");
    law.fee_deadline_days = number(row, "fee_deadline");
    law.fees_max = number(row, "fees_max");
    law.fee_reset_months = number(row, "fee_reset_months");
    law.invoice_lead_days = number(row, "invoice_lead");
    law.payment_time_days = number(row, "payment_time");
    law.interest_wait_days = number(row, "interest_wait");
    law.deadline_days = number(row, "deadline");
    law.collection_gap_days = number(row, "collection_gap");
    law.limitation_years = number(row, "limitation");
    law.demand_interrupts = number(row, "demand_interrupts") == 1;
    law.acknowledgement_interrupts = number_if(row, "acknowledgement") == 1;
    law.limitation_final_years = number_if(row, "limitation_final");
    law.e_consent_months = number_if(row, "e_consent_months");
    law.source = cell(row, "source");
    law_.reminders_[*at] = law;
    return wrong_;
  }

  std::string take_cap(TableRow const& row) {
    auto at = key(row);
    auto const due_from = parse_day(cell(row, "claim_due_from"));
    auto const minor = whole_number(cell(row, "minor"));
    if (!at || !due_from || !minor) return "country, from, claim_due_from or minor is wrong";
    at->extra = due_from->time_since_epoch().count();
    law_.fee_caps_[*at] = {at->valid_from, *minor, cell(row, "currency"), cell(row, "source")};
    return {};
  }

  std::string take_compensation(TableRow const& row) {
    auto const at = key(row);
    auto const last = parse_day(cell(row, "to"));
    auto const minor = whole_number(cell(row, "minor"));
    if (!at || !last || !minor || *last < at->valid_from) return "from, to or minor is wrong";
    law_.compensations_[*at] = {
        *last, {at->valid_from, *minor, cell(row, "currency"), cell(row, "source")}};
    return {};
  }

  std::string take_ceiling(TableRow const& row) {
    auto at = key(row);
    auto const size = whole_number(cell(row, "principal_to")),
               minor = whole_number(cell(row, "minor"));
    if (!at || !size || !minor) return "country, from, principal_to or minor is wrong";
    at->extra = *size;
    law_.ceilings_[*at] = *minor;
    return {};
  }

  std::string take_cost(TableRow const& row) {
    auto at = key(row);
    auto const size = whole_number(cell(row, "principal_to")),
               minor = whole_number(cell(row, "minor"));
    auto const& kind = cell(row, "kind");
    if (!at || !size || !minor || kind.empty()) {
      return "country, from, kind, principal_to or minor is wrong";
    }
    at->extra = *size;
    law_.costs_[kind][*at] = {at->valid_from, *minor, cell(row, "currency"), cell(row, "source")};
    return {};
  }

  std::string take_collection(TableRow const& row) {
    auto const at = key(row);
    if (!at) return "country or from is wrong";
    wrong_.clear();
    CollectionLaw law;
    law.valid_from = at->valid_from;
    law.transfer_wait_days = number(row, "transfer_wait");
    law.has_tratta = number(row, "tratta") == 1;
    law.tratta_wait_days = number(row, "tratta_wait");
    law.tratta_protest_days = number(row, "tratta_protest");
    // An older file does not say: the debtor is told then.
    law.needs_notice = cell(row, "notice").empty() || number(row, "notice") == 1;
    law.source = cell(row, "source");
    law_.collections_[*at] = law;
    return wrong_;
  }

  std::string take_change(TableRow const& row) {
    auto const change = parse_change(cell(row, "change"));
    if (!change) return "change is none that is known";
    auto const& from = cell(row, "from");
    if (from == "-") {
      law_.changes_.erase(*change);
      return {};
    }
    auto const day = parse_day(from);
    if (!day) return "from is no day";
    law_.changes_[*change] = *day;
    return {};
  }

  std::string take_duty(TableRow const& row) {
    auto const& name = cell(row, "duty");
    if (name.empty()) return "duty is missing";
    auto const& from = cell(row, "from");
    if (from == "-") {
      law_.duties_.erase(name);
      return {};
    }
    auto const day = parse_day(from);
    if (!day) return "from is no day";
    EInvoiceDuty duty{cell(row, "seller_country"),  cell(row, "buyer_country"),
                      cell(row, "buyer_type"),      *day,
                      listed(cell(row, "formats")), cell(row, "source")};
    if (duty.seller_country.size() != 2 || duty.buyer_country.size() != 2)
      return "seller_country or buyer_country is wrong";
    auto const& type = duty.buyer_type;
    if (type != "business" && type != "public" && type != "consumer") return "buyer_type is wrong";
    if (duty.formats.empty()) return "formats names none";
    law_.duties_[name] = std::move(duty);
    return {};
  }

  std::string take_allocation(TableRow const& row) {
    auto const at = key(row);
    if (!at) return "country or from is wrong";
    AllocationOrder order;
    order.source = cell(row, "source");
    std::string_view rest = cell(row, "order");
    while (!rest.empty()) {
      auto const comma = rest.find(',');
      auto const component = parse_component(rest.substr(0, comma));
      if (!component) return "order names no component";
      bool const twice =
          std::find(order.order.begin(), order.order.end(), *component) != order.order.end();
      if (twice) return "order names a component twice";
      order.order.push_back(*component);
      rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(comma + 1);
    }
    if (order.order.size() != 4) return "order must name all four components";
    law_.allocations_[*at] = std::move(order);
    return {};
  }

  std::string take_holiday(TableRow const& row) {
    auto const day = parse_day(cell(row, "day"));
    if (!day) return "day is wrong";
    law_.holidays_.insert({cell(row, "country"), *day});
    return {};
  }

  Law& law_;
  std::string wrong_;
};

tl::expected<Law, std::string> Law::load(std::filesystem::path const& shipped,
                                         std::filesystem::path const& overlay) {
  Law law;
  LawTables tables{law};
  if (auto wrong = tables.read(shipped, true); !wrong.empty()) return tl::unexpected{wrong};
  if (!overlay.empty()) {
    if (auto wrong = tables.read(overlay, false); !wrong.empty()) return tl::unexpected{wrong};
  }
  auto clearing = ClearingRules::load(shipped, overlay);
  if (!clearing) return tl::unexpected{clearing.error()};
  law.clearing_ = *std::move(clearing);
  law.make_rates();
  return law;
}

}  // namespace airut::config
