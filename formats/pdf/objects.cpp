#include "formats/pdf/objects.hpp"

#include <utility>

#include "formats/pdf/append.hpp"
#include "formats/pdf/deflate.hpp"

namespace airut::pdf {
namespace {

constexpr std::size_t objects_in_stream = 1000;

}  // namespace

ObjectGatherer::ObjectGatherer(int level) : level_(level) {}

void ObjectGatherer::add(int number, std::string_view body) {
  numbers_.push_back(number);
  append_number(heads_, static_cast<unsigned long>(number));
  heads_ += ' ';
  append_number(heads_, bodies_.size());
  heads_ += ' ';
  bodies_.append(body) += '\n';
  if (numbers_.size() >= objects_in_stream) pack();
}

void ObjectGatherer::pack() {
  auto const first = heads_.size();
  heads_ += bodies_;
  done_.push_back({std::exchange(numbers_, {}), first, deflate(heads_, level_)});
  heads_.clear();
  bodies_.clear();
}

std::vector<PackedObjects> ObjectGatherer::packed() {
  if (!numbers_.empty()) pack();
  return std::exchange(done_, {});
}

}  // namespace airut::pdf
