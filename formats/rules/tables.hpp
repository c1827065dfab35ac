#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "formats/model/date.hpp"

// The tables of config/tables that the checks cannot do without, compiled in as they stand there.
namespace airut::rules {

std::string_view code_list_table();  // code_lists.tsv
std::string_view limit_table();      // rule_limits.tsv
std::string_view sentence_table();   // sentences.tsv
std::string_view term_table();       // terms.tsv

// The day that a cell names as the end of a row; "-" is no end. nullopt for anything else.
std::optional<model::Date> end_of_days(std::string_view cell);

// Gives the cells of each row behind the header; comment lines begin with '#'.
void each_row(std::string_view table,
              std::function<void(std::span<std::string_view const>)> const& take);

}  // namespace airut::rules
