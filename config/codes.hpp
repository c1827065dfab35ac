#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

// What each deviation code means and what follows from it, and the timers of each channel: dated
// operational data shipped in config/tables, overlaid by the operator's own directory.
namespace airut::config {

// Classes of deviations; each has one default way to go on.
enum class CodeClass {
  transient,        // works later unchanged
  outcome_unknown,  // may have arrived
  permanent,        // this channel says no
  address,          // the address is wrong or absent here
  consent,          // no mandate or permission
  content,          // the document itself is refused: never reroutes by itself
  funds,            // a direct debit was not covered
  capacity,         // limit, cut-off, quota
  security,         // certificate, host key, signature
  internal,         // our own fault
};

std::string_view code_class_text(CodeClass code_class);
std::optional<CodeClass> parse_code_class(std::string_view text);

struct DeviationCode {
  std::string code;
  CodeClass code_class = CodeClass::internal;
  std::string action;   // retry, reroute, hold, return_to_client, pause, note
  std::string handler;  // who has to act when a person must: operator, client
  // Title and explanation by language (fi, sv, nb, en).
  std::map<std::string, std::string, std::less<>> title, explanation;
};

// Timers of one channel (reference: the delivery state machine's timer table).
struct ChannelTimers {
  std::chrono::seconds dispatch_time{120};  // an attempt that lasts longer is unknown
  // sent -> delivered (assumed); 0: never by silence; less: so long before the due day the page of
  // the portal must have been opened.
  std::chrono::seconds silence{0};
  bool silence_in_banking_days = false;   // silence counts whole banking days, not hours
  std::chrono::seconds transient_max{0};  // gives up at the latest after this
};

// One half of a delivery that is a claim and an invoice beside each other, and what both together
// mean: config/tables/pair_outcomes.tsv.
enum class Half { waiting, accepted, refused, unknown };
enum class PairAction {
  each_alone,    // both keep their own course
  present_anew,  // the invoice is taken back and shown without its promise to collect
};

class Codes {
 public:
  // Reads deviation_codes.tsv, channel_timers.tsv and pair_outcomes.tsv of the shipped directory,
  // then rows of the overlay (empty: none) with the same key. The error is "file:line: what".
  static tl::expected<Codes, std::string> load(std::filesystem::path const& shipped,
                                               std::filesystem::path const& overlay);

  // An unknown code is our own gap: the row internal.unknown_code.
  DeviationCode const& find(std::string_view code) const;
  ChannelTimers const& timers(std::string_view channel) const;
  PairAction pair_action(Half claim, Half presentation) const;
  std::vector<DeviationCode> const& all() const { return codes_; }

 private:
  std::vector<DeviationCode> codes_;
  std::map<std::string, ChannelTimers, std::less<>> timers_;
  std::map<std::pair<Half, Half>, PairAction> pairs_;
  DeviationCode unknown_;
  ChannelTimers fallback_;
};

}  // namespace airut::config
