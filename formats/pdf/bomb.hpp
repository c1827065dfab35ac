#pragma once

#include <string_view>

namespace airut::pdf {

// Whether a reader may unpack what it must to find anything in the file: no stream of more than
// 64 MB, all together at most 256 MB, nothing compressed twice, no LZW or run length coding (PDF/A
// has neither) and no filter that is named by a reference. Judged by the streams themselves and not
// by what the file says about them.
bool unpacks_safely(std::string_view bytes);

}  // namespace airut::pdf
