#pragma once

namespace airut::model {

__extension__ typedef unsigned __int128 Unsigned128;

}  // namespace airut::model
