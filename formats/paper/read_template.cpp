#include <algorithm>

#include <fmt/format.h>

#include "formats/paper/toml_table.hpp"

namespace airut::paper {
namespace {

using Names = std::vector<std::string_view>;

Names const kind_names{"invoice", "credit_note", "reminder", "collection"};
Names const field_names{"line", "description", "item", "quantity",
                        "unit", "unit_price",  "vat",  "amount"};
Names const block_names{"lines",   "totals", "notes",    "text",
                        "overdue", "claim",  "delivery", "earlier"};
Names const form_names{"none", "box", "giro_fi", "giro_no", "by_country"};
Names const use_names{"title", "heading", "body",  "detail",  "label",
                      "value", "total",   "small", "address", "amount"};
Names const fact_names{"number",
                       "date",
                       "due_date",
                       "customer_number",
                       "reference",
                       "order",
                       "contract",
                       "project",
                       "business_id",
                       "vat_id",
                       "period",
                       "terms",
                       "pay_by",
                       "late_interest",
                       "delivery_date",
                       "preceding",
                       "payment_reference",
                       "sales_order",
                       "receiving_advice",
                       "despatch_advice",
                       "tender",
                       "object",
                       "accounting",
                       "tax_point",
                       "self_billing"};
Names const languages{"fi", "sv", "nb", "en"};

// The place of the word in its list, for enums in the same order.
template <class Enum>
Enum chosen(Names const& names, std::string_view word) {
  auto const at = std::find(names.begin(), names.end(), word);
  return static_cast<Enum>(at == names.end() ? 0 : at - names.begin());
}

void read_page(TomlTable in, Page& page) {
  in.take_length("width", page.width);
  in.take_length("height", page.height);
  in.take_length("left", page.left);
  in.take_length("right", page.right);
  in.take_length("bottom", page.bottom);
  in.take_length("body_top", page.body_top);
  in.take_length("continued_top", page.continued_top);
  constexpr double least = 60 * pdf::mm;
  if (page.left + page.right + least > page.width) {
    in.wrong("left", "the margins leave less than 60 mm of the page's width");
  }
  if (std::max(page.body_top, page.continued_top) + page.bottom + least > page.height) {
    in.wrong("bottom", "the margins leave less than 60 mm of the page's height");
  }
  in.finish();
}

Area read_area(TomlTable in, Page const& page) {
  Area area;
  in.take_length("x", area.x);
  in.take_length("y", area.y);
  in.take_length("width", area.width);
  in.take_length("height", area.height);
  if (area.width <= 0) in.wrong("width", "width must be given");
  if (area.x + area.width > page.width + 0.01 || area.y + area.height > page.height + 0.01) {
    in.wrong("x", "the area leaves the page");
  }
  in.finish();
  return area;
}

Facts read_facts(TomlTable in, Page const& page) {
  Facts facts;
  in.take_length("x", facts.area.x);
  in.take_length("y", facts.area.y);
  in.take_length("width", facts.area.width);
  in.take_length("label_width", facts.label_width);
  in.take("rows", facts.rows);
  if (facts.area.x + facts.area.width > page.width + 0.01) {
    in.wrong("x", "the area leaves the page");
  }
  if (facts.label_width >= facts.area.width) {
    in.wrong("label_width", "label_width must be smaller than width");
  }
  for (auto const& row : facts.rows) {
    if (std::find(fact_names.begin(), fact_names.end(), row) == fact_names.end()) {
      in.wrong("rows", fmt::format("there is no fact \"{}\"", row));
    }
  }
  in.finish();
  return facts;
}

std::vector<Column> read_columns(TomlTable& in, Page const& page) {
  std::vector<Column> columns;
  double taken = 0;
  int open = 0;
  for (auto& table : in.tables("columns")) {
    Column column;
    std::string field, align = "left";
    table.take_word("field", field, field_names);
    if (field.empty()) table.wrong("field", "field must be given");
    table.take_word("align", align, {"left", "right"});
    table.take_length("width", column.width);
    table.finish();
    column.field = chosen<Field>(field_names, field);
    column.right = align == "right";
    taken += column.width;
    if (column.width <= 0) ++open;
    if (column.field != Field::description && column.width <= 0) {
      table.wrong("width", "every column but the description needs a width");
    }
    columns.push_back(column);
  }
  auto const description = std::count_if(columns.begin(), columns.end(), [](auto const& one) {
    return one.field == Field::description;
  });
  if (description != 1) in.wrong("columns", "exactly one column must be the description");
  constexpr double least = 25 * pdf::mm;
  if (taken + open * least > page.width - page.left - page.right) {
    in.wrong("columns", "the columns are wider than the page");
  }
  return columns;
}

Block read_block(TomlTable in, Page const& page) {
  Block block;
  std::string kind;
  in.take_word("kind", kind, block_names);
  if (kind.empty()) in.wrong("kind", "kind must be given");
  block.kind = chosen<BlockKind>(block_names, kind);
  in.take_length("space", block.space);
  if (kind == "lines") {
    block.columns = read_columns(in, page);
    in.take("line_rules", block.line_rules);
  }
  if (kind == "text") {
    in.take("text", block.text);
    if (block.text != "intro" && word_by_name(block.text) == nullptr) {
      in.wrong("text", fmt::format("there is no text \"{}\"", block.text));
    }
    in.take("only_when_collection_follows", block.only_when_collection_follows);
  }
  in.finish();
  return block;
}

void read_fonts(TomlTable in, Template& layout) {
  in.take("regular", layout.regular_font);
  in.take("bold", layout.bold_font);
  in.take("fallback", layout.fallback_fonts);
  constexpr std::size_t most = 8;  // fonts are named by one digit in a page
  if (layout.fallback_fonts.size() > most) in.wrong("fallback", "at most 8 fonts can help out");
  if (layout.regular_font.empty()) in.wrong("regular", "regular must be given");
  if (layout.bold_font.empty()) in.wrong("bold", "bold must be given");
  in.finish();
}

void read_colours(TomlTable in, Colours& colours) {
  for (auto const& [key, colour] :
       {std::pair{"accent", &colours.accent}, std::pair{"text", &colours.text},
        std::pair{"muted", &colours.muted}, std::pair{"rule", &colours.rule},
        std::pair{"shade", &colours.shade}}) {
    in.take_colour(key, *colour);
  }
  if (colours.accent == "client") colours.accent.clear();
  in.finish();
}

void read_types(TomlTable in, std::array<Type, use_count>& types) {
  for (std::size_t i = 0; i < use_count; ++i) {
    auto table = in.table(use_names[i]);
    if (!table) continue;
    auto& type = types[i];
    std::string weight = "regular";
    table->take_points("size", type.size);
    type.leading = type.size * 1.32;
    table->take_points("leading", type.leading);
    table->take_word("weight", weight, {"regular", "bold"});
    type.weight = weight == "bold" ? pdf::Weight::bold : pdf::Weight::regular;
    table->take_colour("colour", type.colour);
    if (type.size < 4) table->wrong("size", "nobody can read type smaller than 4 points");
    table->finish();
  }
  in.finish();
}

void read_texts(TomlTable in, Template& layout) {
  for (auto const language : languages) {
    auto table = in.table(language);
    if (!table) continue;
    for (auto const& key : table->keys()) {
      if (word_by_name(key) == nullptr) {
        table->wrong(key, fmt::format("there is no text \"{}\"", key));
        continue;
      }
      table->take(key, layout.texts[std::string{language}][key]);
    }
  }
  in.finish();
}

void read_payment(TomlTable in, Payment& payment) {
  std::string form = "by_country";
  in.take_word("form", form, form_names);
  payment.form = chosen<PaymentForm>(form_names, form);
  in.take("qr", payment.qr);
  in.finish();
}

void read_whole(TomlTable in, Template& layout) {
  std::vector<std::string> documents;
  in.take("documents", documents);
  for (auto const& name : documents) {
    if (std::find(kind_names.begin(), kind_names.end(), name) == kind_names.end()) {
      in.wrong("documents", fmt::format("there is no document \"{}\"", name));
    }
    layout.documents.push_back(chosen<Kind>(kind_names, name));
  }
  if (documents.empty()) in.wrong("documents", "documents must name what this template draws");
  if (auto page = in.table("page")) {
    read_page(*page, layout.page);
  } else {
    in.wrong("page", "page must be given");
  }
  if (auto fonts = in.table("fonts")) {
    read_fonts(*fonts, layout);
  } else {
    in.wrong("fonts", "fonts must be given");
  }
  if (auto colours = in.table("colours")) read_colours(*colours, layout.colours);
  if (auto types = in.table("types")) read_types(*types, layout.types);
  if (auto logo = in.table("logo")) layout.logo = read_area(*logo, layout.page);
  if (auto title = in.table("title")) layout.title = read_area(*title, layout.page);
  if (auto facts = in.table("facts")) layout.facts = read_facts(*facts, layout.page);
  for (auto& block : in.tables("block")) layout.blocks.push_back(read_block(block, layout.page));
  if (auto payment = in.table("payment")) read_payment(*payment, layout.payment);
  in.take("footer", layout.footer);
  if (auto texts = in.table("texts")) read_texts(*texts, layout);
  in.finish();
}

Template defaults(std::filesystem::path const& file) {
  using pdf::mm;
  Template layout;
  layout.name = file.stem().string();
  layout.file = file;
  layout.page = {210 * mm, 297 * mm, 20 * mm, 15 * mm, 24 * mm, 95 * mm, 26 * mm};
  layout.colours = {"", "1a1a1a", "5f6b76", "c5ced6", "eef2f5"};
  for (auto& type : layout.types) type.colour = "text";
  return layout;
}

Complaint syntax(toml::parse_error const& error, std::filesystem::path const& file) {
  return {file, static_cast<int>(error.source().begin.line),
          static_cast<int>(error.source().begin.column), std::string{error.description()}};
}

}  // namespace

Read<Template> read_template(std::string_view text, std::filesystem::path const& file) {
  std::vector<Complaint> complaints;
  try {
    auto const parsed = toml::parse(text, file.string());
    auto layout = defaults(file);
    read_whole(TomlTable{parsed, "", file, complaints}, layout);
    if (complaints.empty()) return layout;
  } catch (toml::parse_error const& error) {
    complaints.push_back(syntax(error, file));
  }
  return tl::unexpected{std::move(complaints)};
}

Read<std::vector<Window>> read_windows(std::string_view text, std::filesystem::path const& file) {
  std::vector<Complaint> complaints;
  std::vector<Window> windows;
  try {
    auto const parsed = toml::parse(text, file.string());
    TomlTable in{parsed, "", file, complaints};
    Page const sheet{210 * pdf::mm, 297 * pdf::mm, 0, 0, 0, 0, 0};
    for (auto const& country : in.keys()) {
      if (auto area = in.table(country)) windows.push_back({country, read_area(*area, sheet)});
    }
    if (windows.empty()) complaints.push_back({file, 1, 1, "no window is given"});
    if (complaints.empty()) return windows;
  } catch (toml::parse_error const& error) {
    complaints.push_back(syntax(error, file));
  }
  return tl::unexpected{std::move(complaints)};
}

}  // namespace airut::paper
