#pragma once

#include "formats/efaktura/bill.hpp"

namespace airut::tests {

// A bill of the contract's own test issuer and account, with a KID of MOD10.
inline efaktura::Bill sample_bill() {
  efaktura::Bill bill;
  bill.number = "2026-1001";
  bill.issued = model::parse_date("2026-11-26").value();
  bill.due = model::parse_date("2026-12-10").value();
  bill.amount = model::Money{25043, model::Currency::parse("NOK").value()};
  bill.reference = "1234567890128";
  bill.account = "15038366383";
  bill.issuer = "918130047";
  bill.issuer_name = "Vipps Teknologi AS & Sønner med et navn som er for langt for appen";
  bill.page = "https://faktura.example.no/p/abc";
  bill.document = "https://faktura.example.no/p/abc/invoice.pdf";
  return bill;
}

}  // namespace airut::tests
