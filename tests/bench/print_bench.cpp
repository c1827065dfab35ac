// A hundred thousand letters through the print channel into a printer's folder, in batches: how
// long they take, and how much memory.
//
//   airut_bench_print [LETTERS] [LETTERS PER BATCH] [letters|bundle]
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <sys/resource.h>

#include "channels/directory/directory.hpp"
#include "channels/print/print.hpp"
#include "formats/paper/designs.hpp"
#include "formats/paper/write.hpp"
#include "tests/bench/submissions.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::bench {
namespace {

namespace asio = boost::asio;

struct Counts {
  int sent = 0, failed = 0;
};

// As the dispatcher does it: what is made of a letter is in memory from its turn until it is
// written.
asio::awaitable<void> post(channels::PrintChannel& channel, std::string const& pdf, int number,
                           Counts& counts) {
  channels::Parcel parcel;
  parcel.delivery_id = parcel.message_id = fmt::format("dlv_{:026}", number);
  parcel.created = std::chrono::sys_days{std::chrono::year{2026} / 11 / 26};
  parcel.print.emplace();
  parcel.print->address_lines = {fmt::format("Asiakas {}", number), "Testikatu 1",
                                 "00100 HELSINKI"};
  parcel.print->country = "FI";
  auto const hindered = co_await channel.prepare(parcel);
  if (hindered) {
    ++counts.failed;
    co_return;
  }
  parcel.files = {{"invoice.pdf", "application/pdf", pdf}};
  auto const outcome = co_await channel.deliver(std::move(parcel));
  ++(std::holds_alternative<channels::HandedOver>(outcome) ? counts.sent : counts.failed);
}

std::string invoice_pdf() {
  auto const designs =
      paper::Designs::load(AIRUT_SOURCE "/config/tables/templates", {}, "/usr/share/fonts");
  if (!designs) throw std::runtime_error{designs.error().front().text_with_place()};
  auto const& design = *designs->find("invoice");
  paper::Look const look{design.layout, *design.fonts, designs->windows(), "1f4e79", nullptr, "fi"};
  return paper::write_invoice(completed_submission(1, 10).invoice, look, {}).value().bytes;
}

int print_letters(int letters, int per_batch, bool bundle) {
  tests::TempDirectory const home;
  std::filesystem::create_directory(home.path() / "printer");
  auto const pdf = invoice_pdf();
  config::PrintSettings settings;
  settings.letters_per_batch = per_batch;
  settings.bundle = bundle;
  asio::thread_pool pool{2};
  channels::PrintChannel channel{
      std::make_unique<channels::DirectoryChannel>(home.path() / "printer", pool), settings,
      home.path() / "spool", pool};
  Counts counts;
  auto const begun = std::chrono::steady_clock::now();
  for (int first = 1; first <= letters; first += per_batch) {
    asio::io_context context;
    auto const last = std::min(letters, first + per_batch - 1);
    for (int number = first; number <= last; ++number) {
      asio::co_spawn(context, post(channel, pdf, number, counts), [](std::exception_ptr fault) {
        if (fault) std::rethrow_exception(fault);
      });
    }
    context.run();
  }
  std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begun;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  auto const cpu = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                   static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  fmt::print(
      "{{\"name\":\"letter of {} kB to the printer, {} of {} in {} of {}\",\"rate\":{:.0f},"
      "\"cpu_us\":{:.1f},\"memory_mb\":{}}}\n",
      pdf.size() / 1000, counts.sent, letters, bundle ? "bundles" : "batches", per_batch,
      letters / took.count(), cpu * 1e6 / letters, usage.ru_maxrss / 1024);
  return counts.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace airut::bench

int main(int count, char** words) {
  auto const number = [&](int at, int usual) { return count > at ? std::atoi(words[at]) : usual; };
  bool const bundle = count > 3 && std::string_view{words[3]} == "bundle";
  try {
    return airut::bench::print_letters(number(1, 100000), number(2, 5000), bundle);
  } catch (std::exception const& fault) {
    std::cerr << fault.what() << "\n";
    return 1;
  }
}
