#include "formats/peppol_reports/reports.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "formats/xml/writer.hpp"

namespace airut::peppol_reports {
namespace {

constexpr std::string_view profile = "urn:fdc:peppol.eu:edec:bis:reporting:1.0";
constexpr std::string_view transport = "peppol-transport-as4-v2_0", seat = "CertSubjectCN";

// A key of a subtotal: what it means, how it is coded, its value.
struct Key {
  std::string_view meaning;
  std::string scheme, value;
  friend auto operator<=>(Key const&, Key const&) = default;
};
using Keys = std::vector<Key>;

Key provider(Exchange const& one) { return {"SP", std::string{seat}, one.other_provider}; }
Key type(Exchange const& one) { return {"DT", one.document_type.scheme, one.document_type.value}; }
Key process(Exchange const& one) { return {"PR", one.process.scheme, one.process.value}; }
Key country(std::string scheme, std::string value) {
  return {"CC", std::move(scheme), std::move(value)};
}
std::string own_country(Exchange const& one) {
  return one.incoming ? one.receiver_country : one.sender_country;
}
Key own_country_key(Exchange const& one) { return country("EndUserCountry", own_country(one)); }

using KeysOf = std::function<Keys(Exchange const&)>;

struct Counts {
  std::int64_t incoming = 0, outgoing = 0;
  void add(Exchange const& one) { ++(one.incoming ? incoming : outgoing); }
};

// Schemes that were replaced by others of the same numbers (Peppol code lists, participant
// identifier schemes). country: stands before the number in the old scheme alone.
struct Replaced {
  std::string_view old_scheme, scheme, country;
};
constexpr std::array replaced{
    Replaced{"0037", "0216", ""}, Replaced{"9902", "0184", "dk"}, Replaced{"9904", "0198", ""},
    Replaced{"9906", "0211", ""}, Replaced{"9907", "0210", ""},   Replaced{"9908", "0192", ""},
    Replaced{"9917", "0196", ""}, Replaced{"9925", "0208", "be"}, Replaced{"9954", "0190", ""},
    Replaced{"9956", "0208", ""},
};

// Who it is, however he is addressed: ids know no case, and a scheme that replaced another means
// the same by the same number.
std::string same_user(std::string id) {
  std::transform(id.begin(), id.end(), id.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  auto const gap = id.find(':');
  auto const scheme = std::string_view{id}.substr(0, gap);
  auto const* known = std::find_if(replaced.begin(), replaced.end(),
                                   [&](Replaced const& one) { return one.old_scheme == scheme; });
  if (gap == std::string::npos || known == replaced.end()) return id;
  auto number = std::string_view{id}.substr(gap + 1);
  if (number.starts_with(known->country)) number.remove_prefix(known->country.size());
  return fmt::format("{}:{}", known->scheme, number);
}

struct Users {
  std::set<std::string> sending, receiving, any;
  void add(Exchange const& one) {
    auto const user = same_user(one.end_user);
    (one.incoming ? receiving : sending).insert(user);
    any.insert(user);
  }
};

template <class Sum>
std::map<Keys, Sum> sums(std::vector<Exchange> const& exchanges, KeysOf const& keys_of) {
  std::map<Keys, Sum> found;
  for (auto const& one : exchanges) found[keys_of(one)].add(one);
  return found;
}

void write_head(xml::Writer& out, std::string_view customization, Period const& period) {
  out.leaf("CustomizationID", customization);
  out.leaf("ProfileID", profile);
  out.open("Header");
  out.open("ReportPeriod");
  out.leaf("StartDate", model::date_text(period.first));
  out.leaf("EndDate", model::date_text(period.last));
  out.close();
  out.leaf("ReporterID", period.reporter, {{"schemeID", seat}});
  out.close();
}

void write_sum(xml::Writer& out, Counts const& counts) {
  out.leaf("Incoming", std::to_string(counts.incoming));
  out.leaf("Outgoing", std::to_string(counts.outgoing));
}

void write_sum(xml::Writer& out, Users const& users) {
  out.leaf("SendingEndUsers", std::to_string(users.sending.size()));
  out.leaf("ReceivingEndUsers", std::to_string(users.receiving.size()));
  out.leaf("SendingOrReceivingEndUsers", std::to_string(users.any.size()));
}

template <class Sum>
void write_sums(xml::Writer& out, std::string_view element, std::string_view name,
                std::map<Keys, Sum> const& found) {
  for (auto const& [keys, sum] : found) {
    out.open(element, {{"type", name}});
    for (auto const& key : keys) {
      out.leaf("Key", key.value, {{"metaSchemeID", key.meaning}, {"schemeID", key.scheme}});
    }
    write_sum(out, sum);
    out.close();
  }
}

Keys by_countries(Exchange const& one) {
  return {provider(one), type(one), process(one), country("SenderCountry", one.sender_country),
          country("ReceiverCountry", one.receiver_country)};
}

}  // namespace

std::string transaction_report(Period const& period, std::vector<Exchange> const& exchanges) {
  xml::Writer out{xml::Encoding::utf8};
  out.open("TransactionStatisticsReport",
           {{"xmlns", "urn:fdc:peppol:transaction-statistics-report:1.0"}});
  write_head(out, "urn:fdc:peppol.eu:edec:trns:transaction-statistics-reporting:1.0", period);
  Counts total;
  std::vector<Exchange> incoming;
  for (auto const& one : exchanges) {
    total.add(one);
    if (one.incoming) incoming.push_back(one);
  }
  out.open("Total");
  write_sum(out, total);
  out.close();
  auto const subtotals = [&](std::string_view name, std::vector<Exchange> const& of,
                             KeysOf const& keys) {
    write_sums(out, "Subtotal", name, sums<Counts>(of, keys));
  };
  subtotals("PerTP", exchanges,
            [](Exchange const&) { return Keys{{"TP", "Peppol", std::string{transport}}}; });
  subtotals("PerSP-DT-PR", exchanges,
            [](Exchange const& one) { return Keys{provider(one), type(one), process(one)}; });
  subtotals("PerSP-DT-PR-CC", incoming, by_countries);
  out.close();
  return std::move(out).text();
}

std::string end_user_report(Period const& period, std::vector<Exchange> const& exchanges) {
  xml::Writer out{xml::Encoding::utf8};
  out.open("EndUserStatisticsReport", {{"xmlns", "urn:fdc:peppol:end-user-statistics-report:1.1"}});
  write_head(out, "urn:fdc:peppol.eu:edec:trns:end-user-statistics-report:1.1", period);
  Users all;
  for (auto const& one : exchanges) all.add(one);
  out.open("FullSet");
  write_sum(out, all);
  out.close();
  auto const subset = [&](std::string_view name, KeysOf const& keys) {
    write_sums(out, "Subset", name, sums<Users>(exchanges, keys));
  };
  subset("PerDT-PR", [](Exchange const& one) { return Keys{type(one), process(one)}; });
  subset("PerDT-PR-EUC",
         [](Exchange const& one) { return Keys{type(one), process(one), own_country_key(one)}; });
  subset("PerDT-EUC", [](Exchange const& one) { return Keys{type(one), own_country_key(one)}; });
  subset("PerEUC", [](Exchange const& one) { return Keys{own_country_key(one)}; });
  out.close();
  return std::move(out).text();
}

}  // namespace airut::peppol_reports
