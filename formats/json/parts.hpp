#pragma once

#include "formats/json/object_reader.hpp"
#include "formats/json/submission.hpp"
#include "formats/json/writer.hpp"

// The parts of the JSON shape, each read and written by the functions of one name.
namespace airut::json {

std::optional<model::Identifier> read_identifier(ObjectReader& in, Key key,
                                                 std::string_view term = "");
enum class Country { needed, optional };
model::PostalAddress read_address(ObjectReader const& above, Node const& object,
                                  std::string_view name, Country country = Country::needed);
model::Party read_party(ObjectReader const& above, Node const& object, std::string_view name);
model::Payment read_payment(ObjectReader const& above, Node const& object, std::string_view name,
                            std::optional<std::size_t> index = std::nullopt);
model::VatCategory read_vat(ObjectReader const& above, Node const& object);
std::vector<model::AllowanceCharge> read_adjustments(ObjectReader& in, model::Currency currency);
std::optional<model::Period> read_period(ObjectReader& in);
void read_line(ObjectReader const& above, Node const& object, std::string_view name,
               std::size_t index, model::Currency currency, model::Line& line);
model::NordicInvoice read_nordic(ObjectReader const& above, Node const& object,
                                 model::Currency currency);
model::NordicLine read_nordic_line(ObjectReader const& above, Node const& object,
                                   model::Currency currency);
void read_invoice(ObjectReader const& above, Node const& object, Source source,
                  model::Invoice& invoice);
// Who it is between, its days and how it is paid; nothing else of it, and nothing unknown is told.
void read_terms(ObjectReader const& above, Node const& object, model::Invoice& invoice);

void write_identifier(Writer& out, std::string_view name, model::Identifier const& id);
// Nothing for an empty address.
void write_address(Writer& out, std::string_view name, model::PostalAddress const& address);
void write_party(Writer& out, std::string_view name, model::Party const& party);
// An object without its key, as it stands in an array or behind one.
void write_identifier_value(Writer& out, model::Identifier const& id);
void write_payment(Writer& out, model::Payment const& payment);
void write_vat(Writer& out, model::VatCategory const& vat);
void write_adjustments(Writer& out, std::vector<model::AllowanceCharge> const& adjustments);
void write_period(Writer& out, std::optional<model::Period> const& period);
void write_line(Writer& out, model::Line const& line);
void write_nordic(Writer& out, model::NordicInvoice const& nordic);
void write_nordic_line(Writer& out, model::NordicLine const& nordic);
void write_texts(Writer& out, std::string_view name, std::vector<std::string> const& texts);
void write_money(Writer& out, std::string_view name, std::optional<model::Money> const& money);
void write_decimal(Writer& out, std::string_view name, std::optional<model::Decimal> const& value);
void write_date(Writer& out, std::string_view name, std::optional<model::Date> const& day);

}  // namespace airut::json
