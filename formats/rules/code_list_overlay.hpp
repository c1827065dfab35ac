#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/rules/code_lists.hpp"

namespace airut::rules {

// The shipped code lists under an operator's rows, written as config/tables/code_lists.tsv is: a
// code that a list has there is in force on the days that are named there, and on no other. The
// error names the first wrong line, from 1.
tl::expected<std::unique_ptr<CodeLists const>, std::string> shipped_under(std::string_view rows);

// The lists that checks ask whose context names none: the shipped ones until others are put in
// force, which is for the start of a program, before any check.
CodeLists const& code_lists_in_force();
void put_in_force(std::unique_ptr<CodeLists const> lists);

}  // namespace airut::rules
