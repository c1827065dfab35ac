#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

// How each bank's Web Services channel differs from the others', as dated rows: bank_profiles.tsv,
// bank_file_types.tsv and bank_response_codes.tsv, overlaid by the operator's own directory.
// Nothing is guessed: what has no row is an error with a sentence that names the table.
namespace airut::config {

struct BankProfile {
  std::string bank, name;
  std::chrono::sys_days valid_from{};
  std::string country, bic;  // of banking days and the clock; ReceiverId
  std::string endpoint, test_endpoint;
  // nordea, op, samlink, danske: who issues certificates and in whose words; "": by the bank's own
  // pages only.
  std::string certificate_service;
  std::string certificate_endpoint, certificate_test_endpoint;
  bool sha256 = true;            // of what we sign; false: SHA-1
  bool takes_sha1 = false;       // in what the bank signs
  std::string canonicalization;  // URI, of what we sign
  bool timestamp = false;        // the SOAP message says when it was made, and that is signed
  bool compression = false;      // large content may go in gzip
  bool encryption = false;       // content must be encrypted to the bank
  bool deletes = false, user_info = false;
  bool lists_uploads = false;  // DownloadFileList tells what was sent, by UserFilename
  std::uint64_t max_bytes = 0;
};

enum class BankFileWay { up, down };

// A kind of file in our words, with the bank's code for it.
struct BankFileType {
  std::string meaning;  // finvoice_out, reference_payments ...
  std::string code;     // "VL", "KTL"
  BankFileWay way = BankFileWay::down;
};

enum class BankVerdict { good, deferred, refused, unsure, empty };

// What a response code means: for what is sent, and as a deviation.
struct BankResponseCode {
  BankVerdict verdict = BankVerdict::unsure;
  std::string deviation, text;
};

class BankProfiles {
 public:
  // The error is "file:line: what is wrong".
  static tl::expected<BankProfiles, std::string> load(std::filesystem::path const& shipped,
                                                      std::filesystem::path const& overlay);

  using Day = std::chrono::sys_days;
  tl::expected<BankProfile, std::string> find(std::string_view bank, Day day) const;
  // Every kind of file of the bank on the day, each once.
  std::vector<BankFileType> file_types(std::string_view bank, Day day) const;
  tl::expected<std::string, std::string> file_type(std::string_view bank, std::string_view meaning,
                                                   Day day) const;
  // A code that no row names is unsure.
  BankResponseCode response(std::string_view code) const;

 private:
  friend class BankTables;
  struct DatedType {
    std::string bank;
    Day valid_from{};
    BankFileType type;
  };
  std::vector<BankProfile> profiles_;
  std::vector<DatedType> types_;
  std::map<std::string, BankResponseCode, std::less<>> responses_;
};

}  // namespace airut::config
