#pragma once

#include <string>
#include <string_view>

#include "formats/rules/check.hpp"

// The families of rules that check() runs, one file each.
namespace airut::rules {

// Gathers findings of one family.
class Report {
 public:
  explicit Report(model::Findings& findings) : findings_(findings) {}

  struct Place {
    std::string pointer;
    std::string_view term;
    std::string rule;
  };
  void error(std::string_view code, Place place, std::string detail, std::string actual = {});
  void warning(std::string_view code, Place place, std::string detail, std::string actual = {});

 private:
  model::Findings& findings_;
};

void check_document(model::Invoice const& invoice, Report& report);
void check_parties(model::Invoice const& invoice, Report& report);
void check_payment(model::Invoice const& invoice, CheckContext const& context, Report& report);
void check_vat(model::Invoice const& invoice, Report& report);

// Code lists.
bool is_country(std::string_view code);         // ISO 3166-1 alpha-2
bool is_unit(std::string_view code);            // UN/ECE Rec 20 with Rec 21 prefix X: shape
bool is_address_scheme(std::string_view code);  // EAS list in force since 2026-08-24
bool is_vat_category(std::string_view code);    // UNCL5305 subset of EN 16931

}  // namespace airut::rules
