#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "formats/paper/words.hpp"
#include "formats/pdf/canvas.hpp"

// How a document looks, as a designer writes it: a TOML file, described in
// config/tables/templates/GUIDE.md. All measures here are points (the file's are millimetres, type
// sizes are points).
namespace airut::paper {

enum class Kind { invoice, credit_note, reminder, collection };
std::string_view kind_name(Kind kind);  // "credit_note": also the name of its default template

// One way to set text.
struct Type {
  double size = 9, leading = 12;
  pdf::Weight weight = pdf::Weight::regular;
  std::string colour;  // rrggbb, or a name of Colours until it is looked up
};

// The types by their use.
enum class Use { title, heading, body, detail, label, value, total, small, address, amount };
inline constexpr std::size_t use_count = 10;

struct Colours {
  std::string accent, text, muted, rule, shade;  // rrggbb; accent empty: the client's own
};

struct Page {
  double width = 0, height = 0, left = 0, right = 0, bottom = 0;
  double body_top = 0;       // where the first page's flow begins at the earliest
  double continued_top = 0;  // where it begins on later pages
};

struct Area {
  double x = 0, y = 0, width = 0, height = 0;
};

// Facts beside the address: label and value, row by row.
struct Facts {
  Area area;
  double label_width = 0;
  std::vector<std::string> rows;  // number, date, due_date ...
};

enum class Field { line, description, item, quantity, unit, unit_price, vat, amount };
struct Column {
  Field field = Field::description;
  double width = 0;  // 0: what the others leave
  bool right = false;
};

enum class BlockKind { lines, totals, notes, text, overdue, claim, delivery, earlier };
struct Block {
  BlockKind kind = BlockKind::text;
  double space = 0;             // above it
  std::vector<Column> columns;  // lines
  std::string text;             // text: name of a word
  bool line_rules = false;      // lines: a hairline under each
  bool only_when_collection_follows = false;
};

// What asks for the money at the bottom of the last page.
enum class PaymentForm { none, box, giro_fi, giro_no, by_country };
struct Payment {
  PaymentForm form = PaymentForm::by_country;
  bool qr = true;  // EPC QR code where the account and currency allow one
};

struct Template {
  std::string name;
  std::filesystem::path file;
  std::vector<Kind> documents;
  Page page;
  std::string regular_font, bold_font;
  std::vector<std::string> fallback_fonts;
  Colours colours;
  std::array<Type, use_count> types;
  std::optional<Area> logo, title;
  std::optional<Facts> facts;
  std::vector<Block> blocks;
  Payment payment;
  bool footer = true;
  std::map<std::string, std::map<std::string, std::string>> texts;  // by language and word

  Type const& type(Use use) const { return types[static_cast<std::size_t>(use)]; }
  bool draws(Kind kind) const;
  // The language's words, as the sender's country has them, with this template's own in place of
  // the common ones; views into both.
  Words words(std::string_view language, std::string_view country = {}) const;
};

// Where the window of a country's envelopes shows the address.
struct Window {
  std::string country;
  Area area;
};

// One thing wrong with a file of the designer, at its place.
struct Complaint {
  std::filesystem::path file;
  int line = 0, column = 0;
  std::string text;
  std::string text_with_place() const;  // "invoice.toml:12:3: ..."
};

template <class T>
using Read = tl::expected<T, std::vector<Complaint>>;

// Reads a template from TOML. The error holds every complaint: syntax (then the only one), unknown
// keys with the nearest known one, wrong types and ranges, blocks that leave the page.
Read<Template> read_template(std::string_view text, std::filesystem::path const& file);
// Windows by country: [FI] x, y, width, height in millimetres.
Read<std::vector<Window>> read_windows(std::string_view text, std::filesystem::path const& file);

}  // namespace airut::paper
