#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace airut::model {

// The kinds of payment reference (BT-83) that Nordic banks know.
enum class ReferenceKind {
  fi_viite,  // Finnish viitenumero: 4-20 digits, weights 7-3-1
  rf,        // ISO 11649 creditor reference, RF + 2 check digits + 1-21 characters
  no_kid,    // Norwegian KID, 4-25 digits (last may be '-'), MOD10 or MOD11
  free,      // anything else; no check digit
};

enum class KidAlgorithm { mod10, mod11 };

// A payment reference whose check digits hold (except free, which has none).
// text() is the machine form: no blanks, no leading zeros for fi_viite.
class Reference {
 public:
  // Reads printed or machine form (blanks are ignored). A no_kid passes with either algorithm
  // unless one is named. nullopt when length, characters or check digits are wrong.
  static std::optional<Reference> parse(ReferenceKind kind, std::string_view text,
                                        std::optional<KidAlgorithm> algorithm = std::nullopt);

  // The kind is guessed from the shape: RF.. -> rf, 7-3-1 digits -> fi_viite, else free.
  // Norwegian documents know their kind from the account's country: use parse().
  static std::optional<Reference> recognise(std::string_view text);

  // Adds check digits to a base made of digits. Lengths as above. make_rf makes a viitenumero of
  // the base first and wraps it, as Finnish banks expect.
  static std::optional<Reference> make_viite(std::string_view base);
  static std::optional<Reference> make_rf(std::string_view base);
  static std::optional<Reference> make_kid(std::string_view base, KidAlgorithm algorithm);

  ReferenceKind kind() const { return kind_; }
  std::string const& text() const { return text_; }

  // As people read it: viite in fives from the right, RF in fours from the left, KID unbroken.
  std::string printed() const;

  // What two spellings of one reference have in common, for matching payments: the viite inside
  // a numeric RF, no leading zeros, upper case.
  std::string match_key() const;

  friend bool operator==(Reference const&, Reference const&) = default;

 private:
  Reference(ReferenceKind kind, std::string text) : kind_(kind), text_(std::move(text)) {}
  ReferenceKind kind_;
  std::string text_;
};

// match_key() of raw text whose kind is not known, as bank files carry it.
std::string reference_match_key(std::string_view text);

std::string_view reference_kind_text(ReferenceKind kind);  // fi_viite, rf, no_kid, free

}  // namespace airut::model
