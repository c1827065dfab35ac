#include "formats/paper/line_text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace airut::paper {
namespace {

// "label value · label value"
class Joined {
 public:
  void add(std::string_view label, std::string_view value) {
    if (value.empty()) return;
    if (!text_.empty()) text_ += " · ";
    text_ += label.empty() ? std::string{value} : fmt::format("{} {}", label, value);
  }
  std::string text() && { return std::move(text_); }

 private:
  std::string text_;
};

bool has_column(Block const& block, Field field) {
  return std::any_of(block.columns.begin(), block.columns.end(),
                     [&](Column const& one) { return one.field == field; });
}

std::string price_steps(model::Line const& line, Words const& words) {
  if (!line.gross_price || (!line.price_discount && *line.gross_price == line.net_price)) return {};
  auto text = number_text(*line.gross_price, words, 2);
  if (line.price_discount)
    text += fmt::format(" − {}", number_text(*line.price_discount, words, 2));
  return text;
}

std::string item_text(model::Line const& line, Block const& block, Words const& words) {
  Joined all;
  if (!has_column(block, Field::item)) all.add(words.item, line.seller_item_id);
  all.add(words.buyer_item, line.buyer_item_id);
  if (auto const& id = line.standard_item_id) {
    all.add(words.standard_item, with_scheme(id->value, id->scheme));
  }
  for (auto const& one : line.classifications) {
    auto const list = one.list_version.empty()
                          ? one.list_id
                          : fmt::format("{} {}", one.list_id, one.list_version);
    all.add(words.classification, with_scheme(one.code, list));
  }
  all.add(words.origin, line.origin_country);
  return std::move(all).text();
}

std::string line_reference(model::Line const& line, Words const& words) {
  Joined all;
  all.add(words.order_line, line.order_line_reference);
  all.add(words.accounting, line.buyer_accounting_reference);
  if (auto const& id = line.object_id) all.add(words.object, with_scheme(id->value, id->scheme));
  return std::move(all).text();
}

std::string adjustment_text(model::AllowanceCharge const& one, Words const& words) {
  return fmt::format("{}: {}", adjustment_label(one, words),
                     sum_text(one.is_charge ? one.amount : -one.amount, words));
}

// How much of a part its line has, on one line: the columns are the whole line's.
std::string part_text(model::Line const& part, Words const& words) {
  Joined all;
  all.add("", part.name);
  if (!part.quantity.is_zero()) {
    auto text =
        fmt::format("{} {}", number_text(part.quantity, words), unit_text(part.unit, words));
    if (!part.net_price.is_zero())
      text += fmt::format(" × {}", number_text(part.net_price, words, 2));
    all.add("", text);
  }
  if (part.net_amount) all.add("", sum_text(*part.net_amount, words));
  return std::move(all).text();
}

void add_texts(std::vector<LineText>& all, model::Line const& line, Block const& block,
               Words const& words, int depth) {
  auto const add = [&](std::string text, Use use = Use::detail) {
    if (!text.empty()) all.push_back({std::move(text), use, depth});
  };
  depth == 0 ? add(line.name, Use::body) : add(part_text(line, words));
  add(line.description);
  for (auto const& one : line.attributes) add(fmt::format("{}: {}", one.name, one.value));
  if (line.period) add(period_text(*line.period, words));
  add(item_text(line, block, words));
  if (auto steps = price_steps(line, words); !steps.empty()) {
    add(fmt::format("{} {}", words.gross_price, steps));
  }
  for (auto const& one : line.adjustments) add(adjustment_text(one, words));
  add(line_reference(line, words));
  add(line.note);
  if (!line.nordic) return;
  for (auto const& text : line.nordic->specification) add(text);
  for (auto const& part : line.nordic->sub_lines) add_texts(all, part, block, words, depth + 1);
}

}  // namespace

std::vector<LineText> line_texts(model::Line const& line, Block const& block, Words const& words) {
  std::vector<LineText> all;
  add_texts(all, line, block, words, 0);
  return all;
}

std::string period_text(model::Period const& period, Words const& words) {
  auto const start = period.start ? day_text(*period.start, words) : std::string{};
  auto const end = period.end ? day_text(*period.end, words) : std::string{};
  return fmt::format("{}–{}", start, end);
}

std::string adjustment_label(model::AllowanceCharge const& one, Words const& words) {
  std::string text{one.is_charge ? words.surcharge : words.discount};
  auto const& why = one.reason.empty() ? one.reason_code : one.reason;
  if (!why.empty()) text += fmt::format(" {}", why);
  if (!one.percent) return text;
  auto const percent = number_text(*one.percent, words);
  if (!one.base_amount) return fmt::format("{} ({} %)", text, percent);
  return fmt::format("{} ({} % / {})", text, percent, sum_text(*one.base_amount, words));
}

std::string with_scheme(std::string const& value, std::string const& scheme) {
  return value.empty() || scheme.empty() ? value : fmt::format("{} ({})", value, scheme);
}

std::string unbroken(std::string_view text) {
  std::string out;
  for (char const c : text) out += c == ' ' ? std::string{"\u00A0"} : std::string(1, c);
  return out;
}

}  // namespace airut::paper
