#include <algorithm>
#include <string_view>

#include <boost/json/parse.hpp>

#include "ledger/audit/claims.hpp"

namespace airut::ledger::audit {
namespace {

bool proves(LetterDecided const& letter, std::string_view wanted) {
  boost::system::error_code fault;
  auto const value = boost::json::parse(letter.proof, fault);
  auto const* list = fault ? nullptr : value.if_array();
  if (list == nullptr) return false;
  return std::any_of(list->begin(), list->end(), [&](boost::json::value const& one) {
    auto const* proof = one.if_object();
    auto const* rule = proof == nullptr ? nullptr : proof->if_contains("rule");
    return rule != nullptr && rule->is_string() && rule->get_string() == wanted;
  });
}

}  // namespace

bool proves_notice(LetterDecided const& letter) { return proves(letter, "collection-notice"); }

bool proves_enforceable(LetterDecided const& letter) {
  return proves(letter, "directly-enforceable");
}

bool says_collection(LetterDecided const& letter) {
  return letter.announces_collection ? *letter.announces_collection : proves_notice(letter);
}

}  // namespace airut::ledger::audit
