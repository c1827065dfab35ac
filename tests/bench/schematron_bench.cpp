// The official rules on invoices of 3 to 10,000 lines. AIRUT_OFFICIAL_RULES names the folder of the
// rule files; the invoices lie in the shared material. Long ones repeat the lines of inv100.xml.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <benchmark/benchmark.h>

#include "formats/schematron/program.hpp"
#include "formats/xml/tree.hpp"

namespace {

using namespace airut;
namespace fs = std::filesystem;

std::string slurp(fs::path const& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

std::string invoice(std::int64_t lines) {
  auto const folder = fs::path{AIRUT_SHARED} / "data/en16931/bench";
  if (lines <= 100) return slurp(folder / ("inv" + std::to_string(lines) + ".xml"));
  auto text = slurp(folder / "inv100.xml");
  auto const begin = text.find("<cac:InvoiceLine>");
  auto const end = text.rfind("</cac:InvoiceLine>");
  if (begin == std::string::npos || end == std::string::npos) return {};
  auto const hundred = text.substr(begin, end + 18 - begin);
  std::string more;
  for (std::int64_t i = 100; i < lines; i += 100) more += hundred;
  return text.insert(begin, more);
}

fs::path rules_folder() {
  auto const* folder = std::getenv("AIRUT_OFFICIAL_RULES");
  return folder ? folder : "";
}

schematron::Program const* program(benchmark::State& state) {
  static auto const loaded =
      schematron::Program::load({rules_folder() / "peppol/CEN-EN16931-UBL.sch",
                                 rules_folder() / "peppol/PEPPOL-EN16931-UBL.sch"});
  if (!loaded) state.SkipWithError(loaded.error().text.c_str());
  return loaded ? &*loaded : nullptr;
}

void parse_and_check(benchmark::State& state) {
  auto const bytes = invoice(state.range(0));
  auto const* rules = program(state);
  if (rules == nullptr || bytes.empty()) return;
  std::size_t findings = 0;
  for (auto _ : state) {
    auto const tree = xml::Tree::parse(bytes);
    findings = rules->run(*tree).findings.size();
  }
  state.counters["findings"] = static_cast<double>(findings);
}
BENCHMARK(parse_and_check)->Arg(3)->Arg(10)->Arg(100)->Arg(1000)->Arg(10000);

void parse_only(benchmark::State& state) {
  auto const bytes = invoice(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(xml::Tree::parse(bytes));
}
BENCHMARK(parse_only)->Arg(10)->Arg(100);

void compile_rules(benchmark::State& state) {
  for (auto _ : state) {
    auto const loaded =
        schematron::Program::load({rules_folder() / "peppol/CEN-EN16931-UBL.sch",
                                   rules_folder() / "peppol/PEPPOL-EN16931-UBL.sch"});
    if (!loaded) state.SkipWithError("the rule files are not here");
  }
}
BENCHMARK(compile_rules)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
