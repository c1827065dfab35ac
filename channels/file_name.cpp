#include "channels/file_name.hpp"

namespace airut::channels {

std::string drop_name(Parcel const& parcel) {
  return parcel.message_id + "-" + parcel.files.front().name;
}

std::string excerpt(std::string text) {
  constexpr std::size_t longest = 2048;
  if (text.size() > longest) text.resize(longest);
  return text;
}

}  // namespace airut::channels
