#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/model/submission.hpp"

namespace airut::bench {

// A request whose bytes differ with its number: each run of '#' is filled with digits of the
// number, or with digits that the number scatters where they only make the invoices differ.
// Customers come in the order of their numbers, as a billing run sends them.
class Template {
 public:
  // Places marked "@#####" take the number itself (its last digits), others scattered digits.
  explicit Template(std::string text);
  // Writes request n over to, which is reused from call to call.
  void fill(std::uint64_t n, std::string& to) const;
  std::size_t size() const { return text_.size(); }

 private:
  struct Place {
    std::size_t from = 0, length = 0;
    bool is_number = false;
  };
  std::string text_;
  std::vector<Place> places_;
};

// What to bill and how it travels.
struct Wish {
  int lines = 10;
  std::string buyer_type = "business";  // consumer: no organisation number
  std::string distribution;             // a JSON object; "" leaves it to the settings
};

// The JSON of POST /v1/invoices: 10 lines give 2.8 kB. Text with places for Template.
std::string submission_text(Wish const& wish);
// The invoice object alone, for the peers.
std::string invoice_text(Wish const& wish);

// The same invoice read, with seller, accounts and reference, completed: what a format writes.
model::Submission completed_submission(std::uint64_t n, int lines);

}  // namespace airut::bench
