#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>

#include <fmt/format.h>

#include "config/parts.hpp"
#include "config/table.hpp"

namespace airut::config {
namespace {

PrintRule read_print_rule(Section& in) {
  PrintRule rule;
  in.take("client", rule.client);
  in.take_word("document", rule.document,
               {"invoice", "credit_note", "reminder", "collection_order"});
  in.take("country", rule.country);
  if (in.has("colour")) in.take("colour", rule.colour.emplace());
  std::string plex;
  in.take_word("plex", plex, {"simplex", "duplex"});
  if (!plex.empty()) rule.duplex = plex == "duplex";
  in.take("inserts", rule.inserts);
  in.finish();
  return rule;
}

PrintEnvelope read_envelope(Section& in) {
  PrintEnvelope envelope;
  in.take_needed("name", envelope.name);
  in.take("sheets", envelope.sheets, 1, 1000);
  in.finish();
  return envelope;
}

LetterBundleSettings read_letter_bundle(Section& in) {
  LetterBundleSettings bundle;
  in.take_needed("customer_id", bundle.customer_id);
  in.take("contact", bundle.contact);
  in.take("test", bundle.test);
  if (auto password = in.secret("password")) bundle.password = *std::move(password);
  in.finish();
  return bundle;
}

void read_print_layout(Section& in, PrintSettings& print) {
  std::string layout = "letters";
  in.take_word("layout", layout, {"letters", "bundle"});
  print.bundle = layout == "bundle";
  if (auto const* table = in.table("letter_bundle")) {
    Section bundle{*table, in.reading(), "letter_bundle"};
    print.letter_bundle = read_letter_bundle(bundle);
    if (!print.bundle) in.wrong("letter_bundle", "letter_bundle needs layout = \"bundle\"");
  }
  for (auto const* table : in.tables("rule")) {
    Section rule{*table, in.reading(), "rule"};
    print.rules.push_back(read_print_rule(rule));
  }
  for (auto const* table : in.tables("envelope")) {
    Section envelope{*table, in.reading(), "envelope"};
    print.envelopes.push_back(read_envelope(envelope));
  }
  std::sort(print.envelopes.begin(), print.envelopes.end(), [](auto const& a, auto const& b) {
    return std::tie(a.sheets, a.name) < std::tie(b.sheets, b.name);
  });
}

constexpr std::array<std::string_view, 7> weekday_words{"mon", "tue", "wed", "thu",
                                                        "fri", "sat", "sun"};

PrintCutOff read_cut_off(Section& in) {
  PrintCutOff cut_off;
  std::vector<std::string> days{"mon", "tue", "wed", "thu", "fri"};
  in.take("days", days);
  for (auto const& day : days) {
    auto const found = std::find(weekday_words.begin(), weekday_words.end(), day);
    if (found == weekday_words.end()) {
      in.wrong("days", fmt::format("\"{}\" is no weekday, mon to sun", day));
    } else {
      cut_off.weekdays.at(static_cast<std::size_t>(found - weekday_words.begin())) = true;
    }
  }
  std::string text;
  in.take_needed("time", text);
  auto const time = parse_time_of_day(text);
  if (!time) in.wrong("time", fmt::format("\"{}\" is no time of day, HH:MM", text));
  cut_off.time = time.value_or(std::chrono::minutes{0});
  in.finish();
  return cut_off;
}

// "0.452" as thousandths of a minor unit, so of a currency with two decimals 45200; nullopt for
// what is no price of at most five decimals.
std::optional<std::int64_t> thousandths(std::string_view text) {
  constexpr std::size_t decimals_most = 5, digits_most = 9;
  auto const dot = std::min(text.find('.'), text.size());
  std::string digits{text.substr(0, dot)};
  auto const decimals = dot < text.size() ? text.substr(dot + 1) : std::string_view{};
  if (digits.empty() || digits.size() > digits_most || decimals.size() > decimals_most)
    return std::nullopt;
  digits += decimals;
  digits.append(decimals_most - decimals.size(), '0');
  std::int64_t value = 0;
  auto const* end = digits.data() + digits.size();
  auto const read = std::from_chars(digits.data(), end, value);
  if (digits.front() == '-' || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return value;
}

void take_price(Section& in, std::string_view key, std::int64_t& price) {
  std::string text;
  in.take(key, text);
  if (text.empty()) return;
  auto const value = thousandths(text);
  if (!value) in.wrong(key, fmt::format("{} is a price like \"0.452\"", key));
  price = value.value_or(0);
}

PrintPrice read_price(Section& in) {
  PrintPrice price;
  in.take_needed("valid_from", price.valid_from);
  if (!parse_day(price.valid_from)) in.wrong("valid_from", "valid_from is a day, YYYY-MM-DD");
  in.take("country", price.country);
  if (in.has("colour")) in.take("colour", price.colour.emplace());
  if (in.has("priority")) in.take("priority", price.priority.emplace());
  std::string plex;
  in.take_word("plex", plex, {"simplex", "duplex"});
  if (!plex.empty()) price.duplex = plex == "duplex";
  in.take("sheets", price.sheets, 1, 1000);
  take_price(in, "letter", price.letter);
  take_price(in, "page", price.page);
  take_price(in, "sheet", price.sheet);
  take_price(in, "insert", price.insert);
  in.finish();
  return price;
}

void read_print_times(Section& in, PrintSettings& print) {
  in.take_word("calendar", print.calendar, {"FI", "NO"});
  for (auto const* table : in.tables("cut_off")) {
    Section cut_off{*table, in.reading(), "cut_off"};
    print.cut_offs.push_back(read_cut_off(cut_off));
  }
  if (!print.cut_offs.empty() && print.calendar.empty())
    in.wrong("cut_off", "cut_off needs calendar: whose clock and holidays it goes by");
}

void read_print_prices(Section& in, PrintSettings& print) {
  in.take("currency", print.currency);
  for (auto const* table : in.tables("price")) {
    Section price{*table, in.reading(), "price"};
    print.prices.push_back(read_price(price));
  }
  constexpr std::array<std::string_view, 4> two_decimals{"EUR", "NOK", "SEK", "DKK"};
  bool const known =
      std::find(two_decimals.begin(), two_decimals.end(), print.currency) != two_decimals.end();
  if (!print.prices.empty() && !known)
    in.wrong("currency", "prices need currency: EUR, NOK, SEK or DKK");
}

}  // namespace

PrintSettings read_print(Section& in, std::variant<SftpSettings, DirectorySettings> transport) {
  PrintSettings print;
  in.take("letters_per_batch", print.letters_per_batch, 1, 100000);
  in.take_seconds("batch_time", print.batch_time, 300);
  in.take("pages_most", print.pages_most, 1, 10000);
  read_print_layout(in, print);
  read_print_times(in, print);
  read_print_prices(in, print);
  print.printer = std::move(transport);
  return print;
}

}  // namespace airut::config
