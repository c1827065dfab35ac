// What one Peppol message costs: its parts, and the channel's whole way over TLS to an access point
// of another make in another process, whose own time is not counted.
#include <chrono>

#include <benchmark/benchmark.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <sys/resource.h>

#include "channels/peppol/peppol.hpp"
#include "formats/as4/open.hpp"
#include "formats/as4/signal.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/sbdh/envelope.hpp"
#include "formats/ubl/write.hpp"
#include "tests/bench/submissions.hpp"
#define DOCTEST_CONFIG_DISABLE
#include <doctest/doctest.h>

#include "tests/support/peppol_network.hpp"

namespace airut::bench {
namespace {

constexpr char const* recipient = "0192:991825827";

std::string envelope(std::uint64_t number) {
  auto const document = ubl::write(completed_submission(number, 10).invoice).value().bytes;
  auto header = sbdh::header_for(sbdh::kind_of(document).value());
  header.sender.value = "0216:003726174164";
  header.receiver.value = recipient;
  header.instance_id = fmt::format("0b9f3f0e-6f4f-4f0b-9d57-{:012x}", number);
  header.created = model::parse_instant("2026-11-22T06:38:12Z").value();
  header.country_c1 = "FI";
  return sbdh::write(header, document).value();
}

as4::SealedMessage sealed(std::string_view compressed) {
  auto const& keys = tests::peppol_keys();
  static auto const own = keys.keys("sender");
  static auto const receiver = keys.certificate("receiver");
  static auto const message = tests::sample_message();
  return as4::seal(message, compressed, own, receiver).value();
}

void peppol_rsa_sign(benchmark::State& state) {
  auto const own = tests::peppol_keys().keys("sender");
  std::string const bytes(1500, 'x');
  for (auto _ : state) benchmark::DoNotOptimize(own.key.sign(bytes));
}
BENCHMARK(peppol_rsa_sign)->Name("rsa_sign");

void seal(benchmark::State& state) {
  auto const compressed = gzip::compress(envelope(1));
  for (auto _ : state) benchmark::DoNotOptimize(sealed(compressed));
}
BENCHMARK(seal);

void open(benchmark::State& state) {
  auto const message = sealed(gzip::compress(envelope(1)));
  auto const own = tests::peppol_keys().keys("receiver");
  for (auto _ : state) {
    auto const opened = as4::open(message.wire.content_type, message.wire.body, own, {});
    if (!opened) throw std::runtime_error{opened.error().detail};
  }
}
BENCHMARK(open);

void receipt_check(benchmark::State& state) {
  auto const message = sealed(gzip::compress(envelope(1)));
  auto const own = tests::peppol_keys().keys("receiver");
  auto const opened = as4::open(message.wire.content_type, message.wire.body, own, {});
  auto const bytes = as4::write_receipt({"r@h", {}, message.message_id}, opened->parts, own);
  for (auto _ : state) {
    auto const receipt = as4::read_signal("application/soap+xml", bytes).value();
    auto const wrong =
        as4::objection_to(receipt, message.message_id, message.digests, own.certificate);
    if (!wrong.empty()) throw std::runtime_error{wrong};
  }
}
BENCHMARK(receipt_check);

std::chrono::microseconds used_time() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto const of = [](timeval const& time) {
    return std::chrono::seconds{time.tv_sec} + std::chrono::microseconds{time.tv_usec};
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

channels::Parcel letter(std::uint64_t number) {
  channels::Parcel parcel;
  auto bytes = envelope(number);
  auto packed = gzip::compress(bytes);
  parcel.files = {{"i.xml", "application/xml", std::move(bytes)},
                  {"i.xml.gz", "application/gzip", std::move(packed)}};
  return parcel;
}

boost::asio::awaitable<void> deliver_by_peppol(channels::PeppolChannel& channel,
                                               channels::Parcel parcel) {
  auto const outcome = co_await channel.deliver(std::move(parcel));
  if (!std::holds_alternative<channels::HandedOver>(outcome)) {
    throw std::runtime_error{channels::trace_of(outcome).code};
  }
}

// Eight letters at once, each sealed, posted over kept TLS connections, its receipt checked.
void whole_send(benchmark::State& state) {
  tests::PeppolNetwork network;
  network.enter(recipient);
  boost::asio::thread_pool pool{8};
  auto const now = [] {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  };
  channels::PeppolChannel channel{network.settings(), pool, now};
  std::uint64_t number = 0;
  for (auto _ : state) {
    constexpr int at_once = 8;
    state.PauseTiming();
    std::vector<channels::Parcel> letters;
    for (int i = 0; i < at_once; ++i) letters.push_back(letter(++number));
    state.ResumeTiming();
    auto const before = used_time();
    boost::asio::io_context context;
    for (auto& one : letters) {
      boost::asio::co_spawn(context, deliver_by_peppol(channel, std::move(one)),
                            [](std::exception_ptr fault) {
                              if (fault) std::rethrow_exception(fault);
                            });
    }
    context.run();
    state.counters["cpu_us_each"] += static_cast<double>((used_time() - before).count()) / at_once;
  }
  auto& each = state.counters["cpu_us_each"];
  each = each.value / static_cast<double>(state.iterations());
  state.counters["a_second_and_core"] = 1e6 / each.value;
}
BENCHMARK(whole_send)->Iterations(60)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace airut::bench

BENCHMARK_MAIN();
