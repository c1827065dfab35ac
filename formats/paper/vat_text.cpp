#include "formats/paper/vat_text.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include <fmt/format.h>

#include "formats/rules/tables.hpp"

namespace airut::paper {
namespace {

struct Row {
  std::string_view key, fi, sv, nb, en;
};

std::vector<Row> const& rows() {
  static auto const all = [] {
    std::vector<Row> read;
    rules::each_row(vat_text_table(), [&](std::span<std::string_view const> cells) {
      if (cells.size() == 5) read.push_back({cells[0], cells[1], cells[2], cells[3], cells[4]});
    });
    return read;
  }();
  return all;
}

bool is_of(std::string_view key, std::string_view code) {
  if (!key.ends_with('*')) return key == code;
  key.remove_suffix(1);
  return code.starts_with(key);
}

std::string_view words_for(std::string_view code, std::string_view language) {
  auto const found = std::find_if(rows().begin(), rows().end(),
                                  [&](Row const& row) { return is_of(row.key, code); });
  if (code.empty() || found == rows().end()) return {};
  if (language == "fi") return found->fi;
  if (language == "sv") return found->sv;
  return language == "nb" ? found->nb : found->en;
}

}  // namespace

std::string vat_text(model::VatCategory const& vat, std::string_view language) {
  bool const reason_is_enough = vat.exemption_code.empty() && vat.code != "AE";
  if (reason_is_enough && !vat.exemption_reason.empty()) return vat.exemption_reason;
  auto words = words_for(vat.exemption_code, language);
  if (words.empty()) words = words_for(vat.code, language);
  std::string text{words};
  if (!vat.exemption_code.empty()) {
    text += fmt::format("{}({})", text.empty() ? "" : " ", vat.exemption_code);
  }
  if (vat.exemption_reason.empty() || vat.exemption_reason == words) return text;
  return text + (text.empty() ? "" : ": ") + vat.exemption_reason;
}

}  // namespace airut::paper
