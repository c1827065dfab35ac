#pragma once

// An id as one number: 128 bits, as a UUID has them.
namespace airut::model {

__extension__ typedef unsigned __int128 Unsigned128;

}  // namespace airut::model
