#pragma once

#include <string>
#include <string_view>

#include "gateway/dispatch/render.hpp"

namespace airut::gateway {

// A file of the question's document, named by its kind and number: "invoice-2026-7.pdf".
channels::ParcelFile named(RenderQuestion const& question, std::string_view extension,
                           std::string media_type, std::string bytes);

}  // namespace airut::gateway
