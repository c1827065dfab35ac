#include "formats/netsgiro/mandates.hpp"

#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "formats/model/fixed_record.hpp"
#include "formats/model/lines.hpp"

namespace airut::netsgiro {
namespace {

std::optional<Mandate::Kind> kind_of(std::string_view type) {
  if (type == "0") return Mandate::Kind::listed;
  if (type == "1") return Mandate::Kind::changed;
  if (type == "2") return Mandate::Kind::ended;
  return std::nullopt;
}

class MandateReader {
 public:
  tl::expected<std::vector<Mandate>, model::Findings> read(std::string_view bytes) {
    for (auto const line : model::lines_of(bytes)) {
      ++line_;
      if (line.find_first_not_of(" \x1A") == std::string_view::npos) continue;
      take(line);
    }
    if (!ended_) wrong("truncated", "The transmission has no end record.");
    if (!findings_.empty()) return tl::unexpected{std::move(findings_)};
    return std::move(mandates_);
  }

 private:
  void wrong(std::string code, std::string detail) {
    findings_.push_back(model::finding_at(line_, std::move(code), std::move(detail)));
  }

  void take(std::string_view line) {
    constexpr std::size_t shortest = 75, longest = 80;
    if (line.size() < shortest || line.size() > longest || line.substr(0, 2) != "NY")
      return wrong("record-damaged", "A record has 80 characters and begins with NY.");
    if (ended_) return wrong("record-order", "A record stands behind the end of the transmission.");
    ++records_;
    model::FixedRecord const record{line};
    auto const head = record.field(1, 8);
    if (head == "NY000089") {
      ended_ = true;
      return;
    }
    bool const begins = record.field(7, 2) == "20";
    if (begins) inside_ = head == "NY212420";
    if (head == "NY212420") return start(record);
    if (head == "NY219470") return mandate(record);
    if (head == "NY212488") return end(record);
    if (inside_) wrong("record-unknown", fmt::format("The record {} is no mandate.", head));
  }

  void start(model::FixedRecord const& record) {
    account_ = record.field(25, 11);
    records_ = 1;
    held_ = 0;
  }

  void mandate(model::FixedRecord const& record) {
    if (!inside_)
      return wrong("record-order", "A mandate stands outside an assignment of mandates.");
    ++held_;
    auto const kind = kind_of(record.field(16, 1));
    auto const notice = record.field(42, 1);
    auto const kid = record.text(17, 25);
    if (!kind || kid.empty() || (notice != "J" && notice != "N"))
      return wrong("record-damaged", "Type, KID or wish for notice of a mandate is damaged.");
    mandates_.push_back({*kind, account_, std::string{kid}, notice == "J", line_});
  }

  void end(model::FixedRecord const& record) {
    auto const transactions = record.number(9, 8).value_or(-1);
    auto const records = record.number(17, 8).value_or(-1);
    if (!inside_ || transactions != held_ || records != records_)
      wrong("control-total",
            fmt::format("The assignment tells {} mandates and {} records, but holds {} and {}.",
                        transactions, records, held_, records_));
    inside_ = false;
  }

  std::vector<Mandate> mandates_;
  model::Findings findings_;
  std::string account_;
  std::int64_t records_ = 0, held_ = 0;
  int line_ = 0;
  bool inside_ = false, ended_ = false;
};

}  // namespace

tl::expected<std::vector<Mandate>, model::Findings> read_mandates(std::string_view bytes) {
  return MandateReader{}.read(bytes);
}

}  // namespace airut::netsgiro
