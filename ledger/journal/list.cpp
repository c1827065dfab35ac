#include "ledger/journal/list.hpp"

#include <stdexcept>

#include <boost/json/parse.hpp>

#include "ledger/journal/codec.hpp"
#include "ledger/journal/reader.hpp"

namespace airut::ledger {
namespace {

template <class T>
std::string text_of(std::vector<T> const& list) {
  std::string text;
  if (!list.empty()) append_value(text, list);
  return text;
}

// A list in an object of its own, so that the reader of facts reads it.
template <class T>
void read(std::string_view text, std::vector<T>& list) {
  if (text.empty()) return;
  boost::system::error_code fault;
  boost::json::object holder;
  holder["list"] = boost::json::parse({text.data(), text.size()}, fault);
  ObjectReader reader{holder, nullptr};
  if (!fault) reader("list", list);
  if (fault || !reader.complaint().empty()) throw std::runtime_error{"a stored list is damaged"};
}

}  // namespace

std::string list_text(std::vector<std::string> const& list) { return text_of(list); }
std::string list_text(std::vector<SkippedChannel> const& list) { return text_of(list); }
std::string list_text(std::vector<AllocatedPart> const& list) { return text_of(list); }
std::string list_text(std::vector<BatchTotal> const& list) { return text_of(list); }
std::string list_text(std::vector<DebitAssignment> const& list) { return text_of(list); }

void read_list(std::string_view text, std::vector<std::string>& list) { read(text, list); }
void read_list(std::string_view text, std::vector<SkippedChannel>& list) { read(text, list); }
void read_list(std::string_view text, std::vector<AllocatedPart>& list) { read(text, list); }
void read_list(std::string_view text, std::vector<BatchTotal>& list) { read(text, list); }
void read_list(std::string_view text, std::vector<DebitAssignment>& list) { read(text, list); }

}  // namespace airut::ledger
