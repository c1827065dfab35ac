// What one invoice costs in each format: all with the 10-line invoice unless the name says more.
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "formats/binding/binding.hpp"
#include "formats/cii/read.hpp"
#include "formats/cii/write.hpp"
#include "formats/finvoice/read.hpp"
#include "formats/finvoice/write.hpp"
#include "formats/json/submission.hpp"
#include "formats/paper/designs.hpp"
#include "formats/paper/write.hpp"
#include "formats/print/batch.hpp"
#include "formats/rules/check.hpp"
#include "formats/rules/complete.hpp"
#include "formats/ubl/read.hpp"
#include "formats/ubl/write.hpp"
#include "tests/bench/submissions.hpp"

namespace airut::bench {
namespace {

constexpr int variety = 64;  // different invoices, so that nothing is learnt by heart

template <class T>
T const& need(model::Result<T> const& result) {
  if (!result) throw std::runtime_error{result.error().text};
  return *result;
}

std::vector<model::Invoice> invoices(int lines) {
  std::vector<model::Invoice> all;
  for (int i = 0; i < variety; ++i)
    all.push_back(completed_submission(static_cast<std::uint64_t>(i), lines).invoice);
  return all;
}

// Calls write(i) round and round; the size of what it gives is told as bytes.
template <class Write>
void round_and_round(benchmark::State& state, Write write) {
  std::size_t i = 0, bytes = 0;
  for (auto _ : state) {
    bytes = write(i);
    i = (i + 1) % variety;
  }
  state.counters["bytes"] = static_cast<double>(bytes);
  state.SetItemsProcessed(state.iterations());
}

void json_read(benchmark::State& state) {
  Template const text{submission_text({})};
  std::vector<std::string> bodies(variety);
  for (std::size_t i = 0; i < variety; ++i) text.fill(i, bodies[i]);
  round_and_round(state, [&](std::size_t i) {
    auto const read = json::read_submission(bodies[i]);
    if (!read) throw std::runtime_error{read.error().front().detail};
    benchmark::DoNotOptimize(read->invoice);
    return bodies[i].size();
  });
}
BENCHMARK(json_read);

void json_write(benchmark::State& state) {
  std::vector<model::Submission> all;
  for (int i = 0; i < variety; ++i)
    all.push_back(completed_submission(static_cast<std::uint64_t>(i), 10));
  round_and_round(state, [&](std::size_t i) { return json::write_submission(all[i]).size(); });
}
BENCHMARK(json_write);

// What a caller may leave out computed, and every built-in rule looked at.
void rules_complete_check(benchmark::State& state) {
  auto bare = invoices(10);
  for (auto& one : bare) {
    one.totals = {};
    one.vat_breakdown.clear();
    for (auto& line : one.lines) line.net_amount.reset();
  }
  round_and_round(state, [&](std::size_t i) {
    auto invoice = bare[i];
    auto const wrong = rules::complete(invoice, {});
    auto const odd = rules::check(invoice, {});
    if (!wrong.empty() || !odd.empty()) throw std::runtime_error{"the invoice is not valid"};
    return sizeof invoice;
  });
}
BENCHMARK(rules_complete_check);

// A Peppol invoice answers to Peppol's rules, too.
void rules_check_peppol(benchmark::State& state) {
  auto all = invoices(static_cast<int>(state.range(0)));
  for (auto& one : all) {
    auto const profile = ubl::peppol(one);
    one.specification = profile.customization;
    one.business_process = profile.process;
    one.buyer_reference = "KP-410";
  }
  round_and_round(state, [&](std::size_t i) {
    auto const findings = rules::check(all[i], {});
    if (model::has_errors(findings)) throw std::runtime_error{findings.front().detail};
    return sizeof all[i];
  });
}
BENCHMARK(rules_check_peppol)->Arg(10)->Arg(100)->Arg(1000);

// What the XML of UBL itself may not do.
void binding_check(benchmark::State& state) {
  auto const all = invoices(10);
  std::vector<xml::Document> documents;
  for (auto const& one : all) {
    auto parsed = xml::Document::parse(need(ubl::write(one)).bytes);
    if (!parsed) throw std::runtime_error{parsed.error().front().detail};
    documents.push_back(std::move(*parsed));
  }
  round_and_round(state, [&](std::size_t i) {
    auto const findings = binding::check_ubl(documents[i].root(), rules::Ask::refuse);
    if (!findings.empty()) throw std::runtime_error{findings.front().detail};
    return sizeof all[i];
  });
}
BENCHMARK(binding_check);

void ubl_write(benchmark::State& state) {
  auto const all = invoices(10);
  round_and_round(state, [&](std::size_t i) { return need(ubl::write(all[i])).bytes.size(); });
}
BENCHMARK(ubl_write);

// Parses and reads documents round and round.
template <class Read>
void read_documents(benchmark::State& state, std::vector<std::string> const& documents,
                    Read const& read) {
  round_and_round(state, [&](std::size_t i) {
    auto const document = xml::Document::parse(documents[i]);
    auto const result = read(document->root());
    if (!result) throw std::runtime_error{result.error().front().detail};
    benchmark::DoNotOptimize(result->invoice);
    return documents[i].size();
  });
}

void ubl_read(benchmark::State& state) {
  std::vector<std::string> documents;
  for (auto const& invoice : invoices(10)) documents.push_back(need(ubl::write(invoice)).bytes);
  read_documents(state, documents, ubl::read);
}
BENCHMARK(ubl_read);

void cii_write(benchmark::State& state) {
  auto const all = invoices(10);
  round_and_round(state, [&](std::size_t i) { return cii::write(all[i]).bytes.size(); });
}
BENCHMARK(cii_write);

void cii_read(benchmark::State& state) {
  std::vector<std::string> documents;
  for (auto const& invoice : invoices(10)) documents.push_back(cii::write(invoice).bytes);
  read_documents(state, documents, cii::read);
}
BENCHMARK(cii_read);

void finvoice_write(benchmark::State& state) {
  auto const all = invoices(10);
  finvoice::Transmission const frame{{"003726174164", "0216"},
                                     {"003712345671", "0216"},
                                     "003721291126",
                                     "003721291126",
                                     "dlv_bench",
                                     {}};
  round_and_round(state,
                  [&](std::size_t i) { return need(finvoice::write(all[i], frame)).bytes.size(); });
}
BENCHMARK(finvoice_write);

void finvoice_read(benchmark::State& state) {
  std::vector<std::string> documents;
  for (auto const& invoice : invoices(10)) {
    documents.push_back(need(finvoice::write(invoice, std::nullopt)).bytes);
  }
  read_documents(state, documents, [](xml::Element root) { return finvoice::read(root); });
}
BENCHMARK(finvoice_read);

paper::Look look() {
  static auto const designs =
      paper::Designs::load(AIRUT_SOURCE "/config/tables/templates", {}, "/usr/share/fonts");
  if (!designs) throw std::runtime_error{designs.error().front().text_with_place()};
  auto const& design = *designs->find("invoice");
  return {design.layout, *design.fonts, designs->windows(), "1f4e79", nullptr, "fi"};
}

void pdf_of(benchmark::State& state, std::vector<model::Invoice> const& all,
            std::vector<paper::Extras> const& extras) {
  auto const style = look();  // loaded before the clock runs
  int pages = 0;
  round_and_round(state, [&](std::size_t i) {
    auto const drawn = paper::write_invoice(all[i], style, extras[i % extras.size()]);
    pages = need(drawn).pages;
    return drawn->bytes.size();
  });
  state.counters["pages"] = pages;
}

// Lines per invoice: 10 fill one page, 60 three.
void pdf_invoice(benchmark::State& state) {
  pdf_of(state, invoices(static_cast<int>(state.range(0))), {{}});
}
BENCHMARK(pdf_invoice)->Arg(10)->Arg(60);

// The same with the invoice as Factur-X inside, which was written before the clock runs.
void pdf_hybrid(benchmark::State& state) {
  auto const all = invoices(static_cast<int>(state.range(0)));
  std::vector<std::string> documents;
  std::vector<paper::Extras> extras;
  for (auto const& invoice : all) {
    documents.push_back(cii::write(invoice, cii::plain(invoice)).bytes);
  }
  for (auto const& bytes : documents) {
    extras.push_back({{{"factur-x.xml", "text/xml", "Factur-X", pdf::Relation::alternative, bytes}},
                      pdf::HybridProfile{"factur-x.xml", "EN 16931"}});
  }
  pdf_of(state, all, extras);
}
BENCHMARK(pdf_hybrid)->Arg(10)->Arg(60);

// Writes 500 letters to a batch on disk: a PDF each (0) or one bundle (1).
void print_batch(benchmark::State& state) {
  std::vector<paper::Drawn> drawn;
  for (auto const& invoice : invoices(10))
    drawn.push_back(need(paper::write_invoice(invoice, look())));
  auto const file = std::filesystem::temp_directory_path() / "airut_bench_batch.zip";
  constexpr std::size_t letters = 500;
  for (auto _ : state) {
    print::BatchAbout about;
    about.id = "bat_bench";
    about.layout = state.range(0) == 0 ? print::Layout::letters : print::Layout::bundle;
    print::BatchWriter batch{file, about};
    for (std::size_t i = 0; i < letters; ++i) {
      auto const& one = drawn[i % drawn.size()];
      print::Letter letter;
      letter.id = "dlv_" + std::to_string(i);
      letter.address_lines = {"Esimerkki Asiakas Oy", "Testikatu 1", "00100 HELSINKI"};
      letter.country = "FI";
      letter.pages = one.pages;
      if (!batch.add(letter, one.bytes)) throw std::runtime_error{"a letter is refused"};
    }
    need(batch.finish());
  }
  state.counters["bytes"] = static_cast<double>(std::filesystem::file_size(file));
  std::filesystem::remove(file);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(letters));
}
BENCHMARK(print_batch)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace airut::bench

BENCHMARK_MAIN();
