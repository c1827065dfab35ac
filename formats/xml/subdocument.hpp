#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "formats/model/finding.hpp"

namespace airut::xml {

// The n-th (from 0) element inside the root as a document of its own, UTF-8, with every namespace
// declared that it uses. Finding xml-missing when there is none, else those of Document::parse.
tl::expected<std::string, model::Findings> subdocument(std::string_view bytes, std::size_t index);

}  // namespace airut::xml
