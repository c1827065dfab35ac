#pragma once

#include <string_view>

namespace airut::finvoice {

// The element names of a row. Those of a sub-row are the same with "Sub" before them, so each is
// spelled as the sub-row has it: names("SubArticleName") is ArticleName in a row.
class RowNames {
 public:
  static constexpr RowNames of_row() { return RowNames{false}; }
  static constexpr RowNames of_sub_row() { return RowNames{true}; }

  bool is_sub() const { return is_sub_; }
  std::string_view operator()(std::string_view name) const {
    return is_sub_ ? name : name.substr(std::string_view{"Sub"}.size());
  }

 private:
  constexpr explicit RowNames(bool is_sub) : is_sub_(is_sub) {}
  bool is_sub_;
};

}  // namespace airut::finvoice
