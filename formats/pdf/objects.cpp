#include "formats/pdf/objects.hpp"

#include <utility>

#include "formats/pdf/append.hpp"
#include "formats/pdf/deflate.hpp"

namespace airut::pdf {
namespace {

constexpr std::size_t objects_in_stream = 1000;
constexpr int level = 6;  // most are kept
// Of one process: some megabytes at most, as what is larger is not kept.
constexpr std::size_t most_packs = 256, most_kept_bytes = 16384;

}  // namespace

PackedShared KeptPacks::find_or_make(std::string key,
                                     std::function<std::vector<PackedObjects>()> const& make) {
  {
    std::lock_guard const lock{lock_};
    if (auto const known = kept_.find(key); known != kept_.end()) return known->second;
  }
  auto made = std::make_shared<std::vector<PackedObjects> const>(make());
  if (made->size() != 1 || made->front().bytes.size() > most_kept_bytes) return made;
  std::lock_guard const lock{lock_};
  if (kept_.size() >= most_packs) kept_.clear();
  kept_.emplace(std::move(key), made);
  return made;
}

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
  done_.push_back({std::exchange(numbers_, {}), first, deflate(heads_, level)});
  heads_.clear();
  bodies_.clear();
}

std::vector<PackedObjects> ObjectGatherer::packed() {
  if (!numbers_.empty()) pack();
  return std::exchange(done_, {});
}

PackedShared ObjectGatherer::packed(KeptPacks& kept) {
  auto const make = [&] { return packed(); };
  if (!done_.empty()) return std::make_shared<std::vector<PackedObjects> const>(make());
  auto all = kept.find_or_make(heads_ + bodies_, make);
  numbers_.clear();
  heads_.clear();
  bodies_.clear();
  return all;
}

}  // namespace airut::pdf
