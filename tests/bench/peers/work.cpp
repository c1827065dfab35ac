// Airut's side of the comparison: does one piece of work N times and ends, as each peer does, so
// that the cost of one is the difference between a long and a short run.
//   airut_bench_work samples FOLDER        writes what the peers work on
//   airut_bench_work WORK FOLDER N
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>

#include "formats/cii/write.hpp"
#include "formats/json/submission.hpp"
#include "formats/model/result.hpp"
#include "formats/paper/designs.hpp"
#include "formats/paper/write.hpp"
#include "formats/schematron/program.hpp"
#include "formats/ubl/read.hpp"
#include "formats/ubl/write.hpp"
#include "tests/bench/submissions.hpp"

namespace airut::bench {
namespace {

namespace fs = std::filesystem;

template <class T>
T const& need(model::Result<T> const& result) {
  if (!result) throw std::runtime_error{result.error().text};
  return *result;
}

std::string slurp(fs::path const& path) {
  std::ifstream in{path, std::ios::binary};
  if (!in) throw std::runtime_error{path.string() + " cannot be read"};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void keep(fs::path const& path, std::string_view bytes) {
  std::ofstream{path, std::ios::binary} << bytes;
}

model::Invoice invoice() { return completed_submission(7, 10).invoice; }

// The number changes from document to document, so that nothing is learnt by heart.
std::string number(long i) { return "B-" + std::to_string(i); }

void ubl_write(fs::path const&, long times) {
  auto one = invoice();
  for (long i = 0; i < times; ++i) {
    one.number = number(i);
    if (need(ubl::write(one)).bytes.empty()) throw std::runtime_error{"nothing was written"};
  }
}

void ubl_read(fs::path const& folder, long times) {
  auto const bytes = slurp(folder / "invoice.xml");
  for (long i = 0; i < times; ++i) {
    auto const document = xml::Document::parse(bytes);
    if (!ubl::read(document->root())) throw std::runtime_error{"the invoice cannot be read"};
  }
}

void tree_read(fs::path const& folder, long times) {
  auto const bytes = slurp(folder / "invoice.xml");
  for (long i = 0; i < times; ++i)
    if (!xml::Document::parse(bytes)) throw std::runtime_error{"the invoice is no XML"};
}

void pdf(fs::path const&, long times) {
  static auto const designs =
      paper::Designs::load(AIRUT_SOURCE "/config/tables/templates", {}, "/usr/share/fonts");
  if (!designs) throw std::runtime_error{designs.error().front().text_with_place()};
  auto const& design = *designs->find("invoice");
  paper::Look const look{design.layout, *design.fonts, designs->windows(), "1f4e79", nullptr, "fi"};
  auto one = invoice();
  auto const inside = cii::write(one, cii::plain(one)).bytes;
  paper::Extras const extras{
      {{"factur-x.xml", "text/xml", "Factur-X", pdf::Relation::alternative, inside}},
      pdf::HybridProfile{"factur-x.xml", "EN 16931"}};
  std::string last;
  for (long i = 0; i < times; ++i) {
    one.number = number(i);
    last = need(paper::write_invoice(one, look, extras)).bytes;
  }
  std::cout << last.size() << " bytes\n";
}

// The official rules of EN 16931 and Peppol, parsing included.
void rules(fs::path const& folder, long times, char const* document) {
  auto const* official = std::getenv("AIRUT_OFFICIAL_RULES");
  if (official == nullptr) throw std::runtime_error{"AIRUT_OFFICIAL_RULES is not set"};
  auto const from = fs::path{official} / "peppol";
  auto const program = need(
      schematron::Program::load({from / "CEN-EN16931-UBL.sch", from / "PEPPOL-EN16931-UBL.sch"}));
  auto const bytes = slurp(folder / document);
  std::size_t findings = 0;
  for (long i = 0; i < times; ++i) findings = program.run(*xml::Tree::parse(bytes)).findings.size();
  std::cout << findings << " findings\n";
}

void rules_10(fs::path const& folder, long times) { rules(folder, times, "inv10.xml"); }
void rules_100(fs::path const& folder, long times) { rules(folder, times, "inv100.xml"); }

void samples(fs::path const& folder) {
  auto const submission = completed_submission(7, 10);
  keep(folder / "invoice.json", json::write_submission(submission));
  keep(folder / "invoice.xml", need(ubl::write(submission.invoice)).bytes);
  keep(folder / "invoice.cii.xml",
       cii::write(submission.invoice, cii::plain(submission.invoice)).bytes);
}

int run(int count, char** words) {
  std::map<std::string, void (*)(fs::path const&, long)> const works{
      {"ubl_write", ubl_write}, {"ubl_read", ubl_read},  {"tree_read", tree_read}, {"pdf", pdf},
      {"rules_10", rules_10},   {"rules_100", rules_100}};
  std::string const work = count > 2 ? words[1] : "";
  if (work == "samples") return samples(words[2]), 0;
  if (count != 4 || !works.contains(work)) {
    std::cerr << "airut_bench_work samples FOLDER | WORK FOLDER N\n";
    return 2;
  }
  works.at(work)(words[2], std::stol(words[3]));
  return 0;
}

}  // namespace
}  // namespace airut::bench

int main(int count, char** words) {
  try {
    return airut::bench::run(count, words);
  } catch (std::exception const& fault) {
    std::cerr << fault.what() << '\n';
    return 1;
  }
}
