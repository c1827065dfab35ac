#include "config/places.hpp"

#include <toml++/toml.h>

namespace airut::config {
namespace {

// Shorter values stand in a sentence by chance.
constexpr std::size_t telling = 4;

// The table of the list in which the key has the value; nullptr when there is none.
toml::table const* table_of(toml::table const* above, std::string_view list, std::string_view key,
                            std::string_view value) {
  auto const* all = above == nullptr ? nullptr : above->get_as<toml::array>(list);
  if (all == nullptr) return nullptr;
  for (auto const& one : *all) {
    auto const* table = one.as_table();
    if (table != nullptr && (*table)[key].value_or(std::string_view{}) == value) return table;
  }
  return nullptr;
}

struct Longest {
  std::filesystem::path const& folder;
  std::string const& text;
  toml::node const* node = nullptr;
  std::size_t length = telling - 1;

  bool names(std::string const& value) const { return text.find(value) != text.npos; }

  void look(toml::node const& at) {
    if (auto const* table = at.as_table()) {
      for (auto const& [key, below] : *table) look(below);
    } else if (auto const* list = at.as_array()) {
      for (auto const& below : *list) look(below);
    } else if (auto const value = at.value_exact<std::string>(); value && !value->empty()) {
      if (value->size() <= length) return;
      if (!names(*value) && !names((folder / *value).string())) return;
      length = value->size();
      node = &at;
    }
  }
};

}  // namespace

struct Places::Parts {
  std::filesystem::path file;
  toml::table root;

  Complaint complaint(toml::table const* below, std::string text) const {
    Complaint one{file.string(), 0, 0, std::move(text)};
    Longest longest{file.parent_path(), one.text};
    longest.look(below == nullptr ? root : *below);
    toml::node const* at = longest.node != nullptr ? longest.node : below;
    if (at == nullptr) return one;
    one.line = static_cast<int>(at->source().begin.line);
    one.column = static_cast<int>(at->source().begin.column);
    return one;
  }
};

Places::Places(std::filesystem::path const& file) : parts_(std::make_unique<Parts>()) {
  parts_->file = file;
  try {
    parts_->root = toml::parse_file(file.string());
  } catch (toml::parse_error const&) {  // gone since: complaints have no place then
  }
}

Places::~Places() = default;

Complaint Places::anywhere(std::string text) const {
  return parts_->complaint(nullptr, std::move(text));
}

Complaint Places::at_table(std::string_view key, std::string text) const {
  return parts_->complaint(parts_->root.get_as<toml::table>(key), std::move(text));
}

Complaint Places::at_channel(std::string_view name, std::string text) const {
  return parts_->complaint(table_of(&parts_->root, "channel", "name", name),
                           "channel " + std::string{name} + ": " + std::move(text));
}

Complaint Places::at_tenant(std::string_view id, std::string text) const {
  return parts_->complaint(table_of(&parts_->root, "tenant", "id", id), std::move(text));
}

Complaint Places::at_client(std::string_view tenant, std::string_view ref, std::string text) const {
  auto const* home = table_of(&parts_->root, "tenant", "id", tenant);
  return parts_->complaint(table_of(home, "client", "ref", ref),
                           "client " + std::string{ref} + ": " + std::move(text));
}

}  // namespace airut::config
