#include "formats/pain/write.hpp"

#include <stdexcept>

#include "formats/xml/writer.hpp"

namespace airut::pain {
namespace {

constexpr std::size_t name_length = 70, id_length = 35, text_length = 140;

// Two bytes of UTF-8: the letters that Nordic banks take besides the Latin alphabet.
bool is_nordic(unsigned char first, unsigned char second) {
  if (first != 0xC3) return false;
  constexpr std::string_view second_bytes =
      "\x84\x85\x86\x89\x96\x98\x9C\xA4\xA5\xA6\xA9\xB6\xB8\xBC";  // ÄÅÆÉÖØÜäåæéöøü
  return second_bytes.find(static_cast<char>(second)) != std::string_view::npos;
}

bool is_plain(char c) {
  bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || std::string_view{" /-?:().,'+"}.find(c) != std::string_view::npos;
}

std::string bank_text(std::string_view text, std::size_t characters) {
  std::string out;
  for (std::size_t i = 0; i < text.size() && characters > 0; ++i, --characters) {
    auto const byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      out += is_plain(text[i]) ? text[i] : '.';
      continue;
    }
    bool const nordic =
        i + 1 < text.size() && is_nordic(byte, static_cast<unsigned char>(text[i + 1]));
    out += nordic ? std::string{text.substr(i, 2)} : std::string{"."};
    while (i + 1 < text.size() && (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80) ++i;
  }
  return out;
}

std::string plain_account(std::string_view account) {
  std::string text;
  for (char const c : account) {
    if (c != ' ' && c != '.') text += c;
  }
  return text;
}

// An IBAN, or a national number.
void write_account(xml::Writer& out, std::string_view element, std::string_view account) {
  auto const text = plain_account(account);
  bool const is_iban = text.size() > 4 && text[0] >= 'A' && text[0] <= 'Z';
  out.open(element);
  out.open("Id");
  if (is_iban) {
    out.leaf("IBAN", text);
  } else {
    out.open("Othr");
    out.leaf("Id", text);
    out.open("SchmeNm");
    out.leaf("Cd", "BBAN");
    out.close();
    out.close();
  }
  out.close();
  out.close();
}

void write_party(xml::Writer& out, std::string_view element, std::string_view name) {
  out.open(element);
  out.leaf("Nm", bank_text(name, name_length));
  out.close();
}

void write_transfer(xml::Writer& out, Transfer const& transfer) {
  out.open("CdtTrfTxInf");
  out.open("PmtId");
  out.leaf("EndToEndId", bank_text(transfer.id, id_length));
  out.close();
  out.open("Amt");
  out.leaf("InstdAmt", transfer.amount.text(), {{"Ccy", transfer.amount.currency().code()}});
  out.close();
  write_party(out, "Cdtr", transfer.payee_name);
  write_account(out, "CdtrAcct", transfer.payee_iban);
  out.open("RmtInf");
  out.leaf("Ustrd", bank_text(transfer.text, text_length));
  out.close();
  out.close();
}

void write_payment(xml::Writer& out, Order const& order, std::string const& count,
                   std::string const& sum) {
  out.open("PmtInf");
  out.leaf("PmtInfId", bank_text(order.id, id_length));
  out.leaf("PmtMtd", "TRF");
  out.leaf("NbOfTxs", count);
  out.leaf("CtrlSum", sum);
  out.open("ReqdExctnDt");
  out.leaf("Dt", model::date_text(order.execution));
  out.close();
  write_party(out, "Dbtr", order.payer_name);
  write_account(out, "DbtrAcct", order.payer_iban);
  out.open("DbtrAgt");
  out.open("FinInstnId");
  if (order.payer_bic.empty()) {
    out.open("Othr");
    out.leaf("Id", "NOTPROVIDED");
    out.close();
  } else {
    out.leaf("BICFI", order.payer_bic);
  }
  out.close();
  out.close();
  out.leaf("ChrgBr", "SLEV");
  for (auto const& transfer : order.transfers) write_transfer(out, transfer);
  out.close();
}

}  // namespace

std::string write(Order const& order) {
  if (order.transfers.empty()) throw std::invalid_argument{"an order needs a transfer"};
  auto sum = order.transfers.front().amount;
  for (std::size_t i = 1; i < order.transfers.size(); ++i) sum += order.transfers[i].amount;
  auto const count = std::to_string(order.transfers.size());
  xml::Writer out{xml::Encoding::utf8};
  out.open("Document", {{"xmlns", "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"}});
  out.open("CstmrCdtTrfInitn");
  out.open("GrpHdr");
  out.leaf("MsgId", bank_text(order.id, id_length));
  out.leaf("CreDtTm", model::instant_text(order.created));
  out.leaf("NbOfTxs", count);
  out.leaf("CtrlSum", sum.text());
  write_party(out, "InitgPty", order.payer_name);
  out.close();
  write_payment(out, order, count, sum.text());
  out.close();
  out.close();
  return std::move(out).text();
}

}  // namespace airut::pain
