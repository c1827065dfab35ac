#include "formats/json/parts.hpp"

namespace airut::json {

namespace {

// The members of a list, each an object that write(one) fills; nothing for an empty list.
template <class List, class Write>
void write_list(Writer& out, std::string_view name, List const& list, Write write) {
  if (list.empty()) return;
  out.key(name);
  out.begin_array();
  for (auto const& one : list) {
    out.begin_object();
    write(one);
    out.end_object();
  }
  out.end_array();
}

void write_factoring(Writer& out, model::Factoring const& sold) {
  out.key("factoring");
  out.begin_object();
  out.member_if("agreement_id", sold.agreement_id);
  out.member_if("transmission_list", sold.transmission_list);
  out.member_if("clause_code", sold.clause_code);
  out.member_if("type_code", sold.type_code);
  write_texts(out, "notes", sold.notes);
  if (sold.party_id) write_identifier(out, "party_id", *sold.party_id);
  out.member_if("party_name", sold.party_name);
  write_address(out, "party_address", sold.party_address);
  out.end_object();
}

void write_epi(Writer& out, model::Epi const& epi) {
  out.key("epi");
  out.begin_object();
  write_date(out, "date", epi.date);
  out.member_if("reference", epi.reference);
  out.member_if("instruction_id", epi.instruction_id);
  out.member_if("charge_option", epi.charge_option);
  out.member_if("bank_bic", epi.bank_bic);
  out.member_if("bank_name", epi.bank_name);
  out.member_if("beneficiary", epi.beneficiary);
  out.member_if("beneficiary_id", epi.beneficiary_id);
  write_money(out, "amount", epi.amount);
  out.end_object();
}

void write_transmission(Writer& out, model::Transmission const& one) {
  out.key("transmission");
  out.begin_object();
  if (one.sender != model::Identifier{}) write_identifier(out, "sender", one.sender);
  if (one.receiver != model::Identifier{}) write_identifier(out, "receiver", one.receiver);
  out.member_if("sender_intermediary", one.sender_intermediary);
  out.member_if("receiver_intermediary", one.receiver_intermediary);
  out.member_if("message_id", one.message_id);
  out.member_if("timestamp", one.timestamp);
  out.end_object();
}

void write_extras(Writer& out, std::vector<model::Extra> const& extras) {
  write_list(out, "extras", extras, [&](model::Extra const& one) {
    out.member("path", one.path);
    out.member("value", one.value);
  });
}

}  // namespace

void write_nordic(Writer& out, model::NordicInvoice const& nordic) {
  out.key("nordic");
  out.begin_object();
  write_list(out, "instalments", nordic.instalments, [&](model::Instalment const& one) {
    out.member("amount", one.amount.text());
    write_money(out, "net_amount", one.net_amount);
    write_date(out, "due_date", one.due_date);
    out.member_if("reference", one.reference);
  });
  write_list(out, "cash_discounts", nordic.cash_discounts, [&](model::CashDiscount const& one) {
    write_date(out, "until", one.until);
    write_decimal(out, "percent", one.percent);
    write_money(out, "base_amount", one.base_amount);
    write_money(out, "amount", one.amount);
  });
  if (nordic.factoring) write_factoring(out, *nordic.factoring);
  if (nordic.epi) write_epi(out, *nordic.epi);
  if (nordic.transmission) write_transmission(out, *nordic.transmission);
  out.member_if("virtual_barcode", nordic.virtual_barcode);
  write_texts(out, "specification", nordic.specification);
  write_extras(out, nordic.extras);
  out.end_object();
}

void write_nordic_line(Writer& out, model::NordicLine const& nordic) {
  out.key("nordic");
  out.begin_object();
  if (!nordic.sub_lines.empty()) {
    out.key("sub_lines");
    out.begin_array();
    for (auto const& line : nordic.sub_lines) write_line(out, line);
    out.end_array();
  }
  write_texts(out, "specification", nordic.specification);
  write_extras(out, nordic.extras);
  out.end_object();
}

}  // namespace airut::json
