#include "formats/csv/file.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "formats/csv/gathering.hpp"

namespace airut::csv {
namespace {

// Where a row begins.
struct Place {
  std::size_t at = 0, length = 0;
  int line = 0;
};

// The rows of one number.
struct Group {
  std::string number;
  std::vector<Place> rows;
};

Place place_of(Row const& row) { return {row.at, row.length, row.line}; }

}  // namespace

struct File::Parts {
  Profile profile;
  Rows rows;
  Row first;
  Plan plan;
  std::vector<Group> groups;

  Row row_at(Place const& place) const {
    auto reader = rows;
    reader.go_to(place.at, place.line);
    return **reader.next();  // it was cut before
  }
};

namespace {

// What one pass over all rows tells: the width, and whose each row is.
class Survey {
 public:
  Survey(bool headings, std::optional<std::size_t> number) : headings_(headings), number_(number) {}

  void add(Row const& row, std::size_t index) {
    width_ = std::max(width_, row.cells.size());
    if (index == 0 && headings_) return;
    auto const number = number_ ? cell_of(row, *number_) : std::string{};
    auto const known = number.empty() ? by_number_.end() : by_number_.find(number);
    if (known != by_number_.end()) {
      groups_[known->second].rows.push_back(place_of(row));
      return;
    }
    if (!number.empty()) by_number_.emplace(number, groups_.size());
    groups_.push_back({number, {place_of(row)}});
  }

  std::size_t width() const { return width_; }
  std::vector<Group> groups() && { return std::move(groups_); }

 private:
  bool headings_;
  std::optional<std::size_t> number_;
  std::size_t width_ = 0;
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::size_t> by_number_;
};

// The column of the invoice number, before the file's width is known.
std::optional<std::size_t> number_column(Row const& first, Profile const& profile) {
  constexpr std::size_t widest = 10'000;
  model::Findings ignored;
  auto const plan = plan_of(first, std::max(first.cells.size(), widest), profile, ignored);
  auto const column = column_of(plan, "number");
  return column < plan.members.size() ? std::optional{column} : std::nullopt;
}

}  // namespace

tl::expected<File, model::Findings> File::open(std::string_view bytes, Profile const& profile) {
  auto rows = Rows::open(bytes, profile.layout);
  if (!rows) return tl::unexpected{std::move(rows.error())};
  auto const start = *rows;
  std::optional<Survey> survey;
  Row first;
  for (std::size_t index = 0;; ++index) {
    auto row = rows->next();
    if (!row) return tl::unexpected{std::move(row.error())};
    if (!*row) break;
    if (!survey) {
      first = **row;
      survey.emplace(profile.headings, number_column(first, profile));
    }
    survey->add(**row, index);
  }
  if (!survey) return tl::unexpected{empty_file()};
  model::Findings findings;
  auto plan = plan_of(first, survey->width(), profile, findings);
  if (!findings.empty()) return tl::unexpected{std::move(findings)};
  return File{std::make_unique<Parts>(
      Parts{profile, start, std::move(first), std::move(plan), std::move(*survey).groups()})};
}

File::File(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
File::File(File&&) noexcept = default;
File& File::operator=(File&&) noexcept = default;
File::~File() = default;

std::size_t File::invoices() const { return parts_->groups.size(); }

Item File::item(std::size_t index) const {
  auto const& group = parts_->groups.at(index);
  Gathering gathering{parts_->plan, parts_->profile, parts_->row_at(group.rows.front())};
  for (auto const& place : group.rows) gathering.add(parts_->row_at(place));
  return std::move(gathering).finish(group.number);
}

std::string File::text(std::size_t index) const {
  auto const all = parts_->rows.text();
  std::string text;
  auto const add = [&](std::size_t at, std::size_t length) {
    text += all.substr(at, length);
    text += '\n';
  };
  if (parts_->profile.headings) add(parts_->first.at, parts_->first.length);
  for (auto const& place : parts_->groups.at(index).rows) add(place.at, place.length);
  return text;
}

}  // namespace airut::csv
