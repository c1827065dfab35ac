#pragma once

#include <string>

#include "channels/parcel.hpp"

namespace airut::channels {

// The name under which a parcel's document is dropped: message id and the document's own name. The
// same parcel always has the same name, so offering it twice cannot make two files.
std::string drop_name(Parcel const& parcel);

// What the other side said, cut to 2 KiB for the trace.
std::string excerpt(std::string text);

}  // namespace airut::channels
