#pragma once

#include <string_view>
#include <vector>

#include "formats/model/finding.hpp"
#include "formats/model/nordic.hpp"
#include "formats/xml/document.hpp"

namespace airut::finvoice {

// What nobody read in the element (the root, or a row of the name `group`):
// elements that Finvoice knows as extras, which a Finvoice writer puts back;
// others as notes with their path and line. The element counts as read
// afterwards. Currency attributes that repeat the document's and the date
// format that every date has are no extras.
std::vector<model::Extra> collect_extras(xml::Element element, std::string_view group,
                                         std::string_view path_of_element,
                                         std::string_view currency, model::Findings& notes);

}  // namespace airut::finvoice
