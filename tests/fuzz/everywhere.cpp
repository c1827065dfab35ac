#include "tests/fuzz/everywhere.hpp"

#include <string>

#include "formats/cii/write.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/json/submission.hpp"
#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"
#include "formats/ubl/write.hpp"
#include "formats/xml/document.hpp"
#include "tests/fuzz/bytes.hpp"

namespace airut::fuzz {
namespace {

void need_well_formed(std::string const& bytes) {
  need(xml::Document::parse(bytes, "Finvoice").has_value());
}

void write_in_all(model::Invoice const& invoice) {
  auto const stored = json::write_submission({"", "", invoice, {}, {}, {}});
  need(json::read_submission(stored, json::Source::stored).has_value());
  if (auto const one = ubl::write(invoice, ubl::as_named(invoice))) need_well_formed(one->bytes);
  if (auto const one = ubl::write(invoice)) need_well_formed(one->bytes);
  need_well_formed(cii::write(invoice, cii::as_named(invoice)).bytes);
  for (auto const version : {finvoice::Version::v3_0, finvoice::Version::v2_01}) {
    auto const one = finvoice::write(invoice, std::nullopt, {version, xml::Encoding::iso_8859_15});
    if (one) need_well_formed(one->bytes);
  }
}

}  // namespace

void write_everywhere(model::Invoice const& read) {
  write_in_all(read);
  auto completed = read;
  rules::complete(completed, {});
  rules::check(completed, {});
  write_in_all(completed);
}

}  // namespace airut::fuzz
