#include "formats/finvoice_notice/words.hpp"

#include <array>
#include <utility>

namespace airut::finvoice_notice {
namespace {

constexpr std::array<std::string_view, 3> actions{"ADD", "CHANGE", "DELETE"};
constexpr std::array<std::string_view, 10> kinds{"01", "02", "03", "04", "05",
                                                 "06", "07", "08", "09", "99"};

template <class Kind, class Words>
std::optional<Kind> find_in(Words const& words, std::string_view text) {
  for (std::size_t at = 0; at < words.size(); ++at)
    if (words.at(at) == text) return static_cast<Kind>(at);
  return std::nullopt;
}

}  // namespace

std::string_view action_text(Action action) { return actions.at(static_cast<std::size_t>(action)); }

std::optional<Action> parse_action(std::string_view text) { return find_in<Action>(actions, text); }

std::string_view kind_code(IdentifierKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }

std::optional<IdentifierKind> parse_kind(std::string_view code) {
  return find_in<IdentifierKind>(kinds, code);
}

}  // namespace airut::finvoice_notice
