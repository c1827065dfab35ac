// What a signed ApplicationRequest and its SOAP message cost, beside the RSA-2048 signatures in
// them alone. openssl speed rsa2048 gives the library's own rate.
#include <stdexcept>

#include <benchmark/benchmark.h>

#include "formats/bank_ws/application_request.hpp"
#include "formats/bank_ws/application_response.hpp"
#include "formats/bank_ws/soap.hpp"
#define DOCTEST_CONFIG_DISABLE
#include <doctest/doctest.h>

#include "tests/support/bank_keys.hpp"

namespace airut::bench {
namespace {

bank_ws::ApplicationRequest upload(std::size_t bytes) {
  bank_ws::ApplicationRequest request;
  request.customer_id = "11111111";
  request.operation = bank_ws::Operation::upload_file;
  request.timestamp = model::parse_instant("2026-11-22T06:38:12.481Z").value();
  request.user_filename = "msg_01.xml";
  request.software_id = "Airut";
  request.file_type = "VL";
  request.content = std::string(bytes, 'x');
  return request;
}

void bank_rsa_sign(benchmark::State& state) {
  auto const own = tests::bank_keys().keys("customer");
  std::string const bytes(600, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(own.key.sign(bytes));
}
BENCHMARK(bank_rsa_sign)->Name("rsa_sign");

// The argument is the size of the file in bytes: a list is asked for without one, a Finvoice has
// about ten thousand.
void application_request(benchmark::State& state) {
  auto const own = tests::bank_keys().keys("customer");
  auto const request = upload(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(bank_ws::write(request, own, {}));
}
BENCHMARK(application_request)->Arg(0)->Arg(10000)->Arg(1000000);

void whole_message(benchmark::State& state) {
  auto const own = tests::bank_keys().keys("customer");
  auto const request = upload(static_cast<std::size_t>(state.range(0)));
  bank_ws::RequestHeader const header{"11111111", "0123456789abcdef", request.timestamp, "FI",
                                      "Airut",    "ITELFIHH"};
  for (auto _ : state) {
    benchmark::DoNotOptimize(bank_ws::write_soap(bank_ws::Operation::upload_file, header,
                                                 bank_ws::write(request, own, {}), true, own, {}));
  }
}
BENCHMARK(whole_message)->Arg(10000);

void answer_check(benchmark::State& state) {
  auto const bank = tests::bank_keys().keys("bank");
  auto const bytes = bank_ws::sign_enveloped(
      "<ApplicationResponse xmlns=\"http://bxd.fi/xmldata/\">",
      "<CustomerId>1</CustomerId><ResponseCode>00</ResponseCode><ResponseText>OK</ResponseText>",
      "ApplicationResponse", bank, {});
  for (auto _ : state) {
    auto const response = bank_ws::read_application_response(bytes, {});
    if (!response || !response->signer) throw std::runtime_error{"the answer does not hold"};
  }
}
BENCHMARK(answer_check);

}  // namespace
}  // namespace airut::bench

BENCHMARK_MAIN();
