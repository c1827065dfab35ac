#include "gateway/kid/kid.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "formats/model/reference.hpp"

namespace airut::gateway {
namespace {

using Kind = config::KidPart::Kind;

model::KidAlgorithm algorithm_of(config::KidStructure const& structure) {
  return structure.algorithm == "mod11" ? model::KidAlgorithm::mod11 : model::KidAlgorithm::mod10;
}

bool holds_on(config::KidStructure const& structure, model::Date day) {
  return structure.from <= day && (structure.until == model::Date{} || day < structure.until);
}

bool names_invoice(config::KidStructure const& structure) {
  return std::any_of(structure.parts.begin(), structure.parts.end(),
                     [](auto const& part) { return part.kind == Kind::invoice; });
}

model::Result<std::string> padded(std::string_view number, int length, std::string_view what) {
  auto const digits = plain_number(number);
  bool const is_number = !number.empty() && number.find_first_not_of("0123456789") == number.npos;
  if (!is_number || static_cast<int>(digits.size()) > length) {
    return tl::unexpected{model::Problem{
        model::Fault::out_of_range,
        fmt::format("The {} \"{}\" has no place in a KID that keeps {} digits for it.", what,
                    number, length)}};
  }
  return fmt::format("{:0>{}}", digits, length);
}

}  // namespace

std::string plain_number(std::string_view digits) {
  auto const first = digits.find_first_not_of('0');
  return std::string{first == digits.npos ? std::string_view{} : digits.substr(first)};
}

std::optional<KidParts> take_apart(config::KidStructure const& structure, std::string_view kid) {
  if (static_cast<int>(kid.size()) != structure.length()) return std::nullopt;
  auto const sound =
      model::Reference::parse(model::ReferenceKind::no_kid, kid, algorithm_of(structure));
  if (!sound) return std::nullopt;
  KidParts parts;
  std::size_t at = 0;
  for (auto const& part : structure.parts) {
    auto const digits = kid.substr(at, static_cast<std::size_t>(part.length));
    at += digits.size();
    if (part.kind == Kind::fixed && digits != part.digits) return std::nullopt;
    if (part.kind == Kind::customer) parts.customer = digits;
    if (part.kind == Kind::invoice) parts.invoice = digits;
  }
  return parts;
}

config::KidStructure const* structure_of(config::Client const& client, std::string_view kid,
                                         model::Date day) {
  for (auto const& one : client.kids) {
    if (holds_on(one, day) && one.length() == static_cast<int>(kid.size())) return &one;
  }
  return nullptr;
}

config::KidStructure const* structure_for(config::Client const& client, model::Date day) {
  config::KidStructure const* found = nullptr;
  for (auto const& one : client.kids) {
    if (!holds_on(one, day)) continue;
    if (names_invoice(one)) return &one;
    if (found == nullptr) found = &one;
  }
  return found;
}

model::Result<std::string> make_kid(config::KidStructure const& structure,
                                    std::string_view customer_number,
                                    std::string_view invoice_number) {
  std::string base;
  for (auto const& part : structure.parts) {
    if (part.kind == Kind::fixed) {
      base += part.digits;
      continue;
    }
    bool const customer = part.kind == Kind::customer;
    auto const digits = padded(customer ? customer_number : invoice_number, part.length,
                               customer ? "customer number" : "invoice number");
    if (!digits) return digits;
    base += *digits;
  }
  auto const made = model::Reference::make_kid(base, algorithm_of(structure));
  if (made) return made->text();
  return tl::unexpected{
      model::Problem{model::Fault::out_of_range, "The structure of the KID makes none."}};
}

std::string customer_in(config::Client const& client, std::string_view kid, model::Date day) {
  auto const* structure = structure_of(client, kid, day);
  if (structure == nullptr || names_invoice(*structure)) return {};
  auto const parts = take_apart(*structure, kid);
  return parts ? plain_number(parts->customer) : std::string{};
}

std::string payer_of(config::Client const& client, std::string_view kid) {
  for (auto const& one : client.kids) {
    auto const parts = take_apart(one, kid);
    if (parts && !parts->customer.empty()) return plain_number(parts->customer);
  }
  return std::string{kid};
}

}  // namespace airut::gateway
