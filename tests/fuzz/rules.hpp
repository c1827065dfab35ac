#pragma once

#include <string_view>

namespace airut::fuzz {

// Compiles the text as a Schematron file and runs it over a small invoice.
void compile_and_run(std::string_view schema);

}  // namespace airut::fuzz
