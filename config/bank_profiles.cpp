#include "config/bank_profiles.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "config/table.hpp"

namespace airut::config {
namespace {

constexpr std::array<std::pair<std::string_view, BankVerdict>, 5> bank_verdicts{{
    {"good", BankVerdict::good},
    {"deferred", BankVerdict::deferred},
    {"refused", BankVerdict::refused},
    {"unsure", BankVerdict::unsure},
    {"empty", BankVerdict::empty},
}};

}  // namespace

// Takes rows in; a row with the same key replaces the one before.
class BankTables {
 public:
  explicit BankTables(BankProfiles& profiles) : out_(profiles) {}

  std::string take_profile(TableRow const& row) {
    BankProfile one;
    auto const day = parse_day(stated(row, "valid_from"));
    if (!day) return "valid_from is a day, YYYY-MM-DD";
    one.valid_from = *day;
    for (auto const& [name, to] : std::initializer_list<std::pair<std::string_view, std::string*>>{
             {"bank", &one.bank},
             {"name", &one.name},
             {"country", &one.country},
             {"bic", &one.bic},
             {"endpoint", &one.endpoint},
             {"test_endpoint", &one.test_endpoint},
             {"certificate_service", &one.certificate_service},
             {"certificate_endpoint", &one.certificate_endpoint},
             {"certificate_test_endpoint", &one.certificate_test_endpoint},
             {"canonicalization", &one.canonicalization}}) {
      *to = stated(row, name);
    }
    if (one.bank.empty() || one.bic.empty() || one.endpoint.empty()) {
      return "bank, bic and endpoint must be given";
    }
    if (auto wrong = take_switches(row, one); !wrong.empty()) return wrong;
    put(out_.profiles_, std::move(one), [](auto const& a, auto const& b) {
      return a.bank == b.bank && a.valid_from == b.valid_from;
    });
    return {};
  }

  std::string take_type(TableRow const& row) {
    BankProfiles::DatedType one;
    auto const day = parse_day(stated(row, "valid_from"));
    auto const way = stated(row, "way");
    if (!day || (way != "up" && way != "down")) {
      return "valid_from is a day and way is up or down";
    }
    one.bank = stated(row, "bank");
    one.valid_from = *day;
    one.type = {stated(row, "meaning"), stated(row, "file_type"),
                way == "up" ? BankFileWay::up : BankFileWay::down};
    if (one.bank.empty() || one.type.meaning.empty() || one.type.code.empty()) {
      return "bank, meaning and file_type must be given";
    }
    put(out_.types_, std::move(one), [](auto const& a, auto const& b) {
      return a.bank == b.bank && a.valid_from == b.valid_from && a.type.meaning == b.type.meaning;
    });
    return {};
  }

  std::string take_response(TableRow const& row) {
    auto const verdict = stated(row, "verdict");
    auto const known = std::find_if(bank_verdicts.begin(), bank_verdicts.end(),
                                    [&](auto const& one) { return one.first == verdict; });
    if (known == bank_verdicts.end()) return "the verdict is none of the known ones";
    out_.responses_[stated(row, "code")] = {known->second, stated(row, "deviation"),
                                            stated(row, "text")};
    return {};
  }

 private:
  static std::string take_switches(TableRow const& row, BankProfile& one) {
    auto const digest = stated(row, "digest");
    if (digest != "sha1" && digest != "sha256") return "digest is sha1 or sha256";
    one.sha256 = digest == "sha256";
    for (auto const& [name, to] : std::initializer_list<std::pair<std::string_view, bool*>>{
             {"takes_sha1", &one.takes_sha1},
             {"timestamp", &one.timestamp},
             {"compression", &one.compression},
             {"encryption", &one.encryption},
             {"deletes", &one.deletes},
             {"user_info", &one.user_info},
             {"lists_uploads", &one.lists_uploads}}) {
      auto const text = stated(row, name);
      if (text != "yes" && text != "no") return fmt::format("{} is yes or no", name);
      *to = text == "yes";
    }
    auto const bytes = stated(row, "max_bytes");
    auto const* end = bytes.data() + bytes.size();
    if (auto const read = std::from_chars(bytes.data(), end, one.max_bytes);
        read.ec != std::errc{} || read.ptr != end || one.max_bytes == 0) {
      return "max_bytes is a number of bytes";
    }
    return {};
  }

  template <class T, class Same>
  static void put(std::vector<T>& rows, T row, Same same) {
    auto const found =
        std::find_if(rows.begin(), rows.end(), [&](auto const& one) { return same(one, row); });
    if (found == rows.end()) {
      rows.push_back(std::move(row));
    } else {
      *found = std::move(row);
    }
  }

  BankProfiles& out_;
};

tl::expected<BankProfiles, std::string> BankProfiles::load(std::filesystem::path const& shipped,
                                                           std::filesystem::path const& overlay) {
  BankProfiles profiles;
  BankTables tables{profiles};
  using Take = std::string (BankTables::*)(TableRow const&);
  for (auto const& directory : {shipped, overlay}) {
    if (directory.empty()) continue;
    for (auto const& [name, take] :
         {std::pair<char const*, Take>{"bank_profiles.tsv", &BankTables::take_profile},
          {"bank_file_types.tsv", &BankTables::take_type},
          {"bank_response_codes.tsv", &BankTables::take_response}}) {
      auto const file = directory / name;
      if (directory != shipped && !std::filesystem::exists(file)) continue;
      auto const take_row = [&, take](TableRow const& row) { return (tables.*take)(row); };
      if (auto wrong = read_table(file, take_row); !wrong.empty()) {
        return tl::unexpected{std::move(wrong)};
      }
    }
  }
  return profiles;
}

tl::expected<BankProfile, std::string> BankProfiles::find(std::string_view bank, Day day) const {
  BankProfile const* best = nullptr;
  for (auto const& one : profiles_) {
    if (one.bank != bank || one.valid_from > day) continue;
    if (best == nullptr || best->valid_from < one.valid_from) best = &one;
  }
  if (best != nullptr) return *best;
  return tl::unexpected{fmt::format("bank_profiles.tsv has no row for the bank \"{}\"", bank)};
}

std::vector<BankFileType> BankProfiles::file_types(std::string_view bank, Day day) const {
  std::map<std::string, DatedType const*> newest;
  for (auto const& one : types_) {
    if (one.bank != bank || one.valid_from > day) continue;
    auto& best = newest[one.type.meaning];
    if (best == nullptr || best->valid_from < one.valid_from) best = &one;
  }
  std::vector<BankFileType> types;
  for (auto const& [meaning, one] : newest) types.push_back(one->type);
  return types;
}

tl::expected<std::string, std::string> BankProfiles::file_type(std::string_view bank,
                                                               std::string_view meaning,
                                                               Day day) const {
  for (auto const& one : file_types(bank, day)) {
    if (one.meaning == meaning) return one.code;
  }
  return tl::unexpected{fmt::format(
      "bank_file_types.tsv has no row for {} of the bank \"{}\"; ask the bank for the file type "
      "and add it to the tables overlay",
      meaning, bank)};
}

BankResponseCode BankProfiles::response(std::string_view code) const {
  auto const found = responses_.find(code);
  if (found != responses_.end()) return found->second;
  return {BankVerdict::unsure, "bank.unknown_code", {}};
}

}  // namespace airut::config
