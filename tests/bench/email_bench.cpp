// What a mail of 30 kB costs from the parcel to the mail server's last answer, over kept and
// pipelined connections, beside smtp-source against the same smtp-sink.
//
//   airut_bench_email [MAILS] [CONNECTIONS]
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include "channels/email/email.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::bench {
namespace {

namespace asio = boost::asio;
using std::chrono::microseconds;

constexpr std::size_t attachment_bytes = 21'500;  // 29 kB in base64
constexpr int message_bytes = 30'000;

struct MailSpent {
  double seconds = 0, cpu_us = 0;
};

double cpu_us_of(int who) {
  rusage usage{};
  getrusage(who, &usage);
  auto const of = [](timeval const& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

template <class Work>
MailSpent spent(int who, Work work) {
  auto const cpu = cpu_us_of(who);
  auto const begun = std::chrono::steady_clock::now();
  work();
  std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begun;
  return {took.count(), cpu_us_of(who) - cpu};
}

channels::Parcel mail(int number, std::string const& pdf) {
  channels::Parcel parcel;
  parcel.delivery_id = parcel.message_id = fmt::format("dlv_{:026}", number);
  parcel.created = std::chrono::sys_days{std::chrono::year{2026} / 11 / 26};
  parcel.address = fmt::format("osto{}@example.test", number);
  parcel.from_name = "Mallisiivous Oy";
  parcel.reply_to = "laskut@example.test";
  parcel.subject = fmt::format("Lasku {} - Mallisiivous Oy", number);
  parcel.text = "Hei,\n\nLasku " + std::to_string(number) + "\nMaksettavaa: 533,38 EUR\n";
  parcel.html = "<!doctype html><p>" + parcel.text + "</p>";
  parcel.files = {{fmt::format("invoice-{}.pdf", number), "application/pdf", pdf}};
  return parcel;
}

asio::awaitable<void> sender(channels::EmailChannel& channel, std::atomic<int>& next, int mails,
                             std::string const& pdf) {
  for (int number = ++next; number <= mails; number = ++next) {
    auto parcel = mail(number, pdf);
    auto const outcome = co_await channel.deliver(std::move(parcel));
    if (std::holds_alternative<channels::HandedOver>(outcome)) continue;
    auto const& trace = channels::trace_of(outcome);
    throw std::runtime_error{trace.code + " " + trace.excerpt};
  }
}

MailSpent by_airut(int port, int mails, int connections) {
  config::EmailSettings settings;
  settings.host = "127.0.0.1";
  settings.port = static_cast<std::uint16_t>(port);
  settings.starttls = config::TlsPolicy::none;
  settings.from = "laskut@example.test";
  settings.connections = connections;
  asio::thread_pool pool{static_cast<std::size_t>(connections)};
  channels::EmailChannel channel{settings, pool};
  std::string pdf(attachment_bytes, '\0');
  std::uint32_t state = 1;
  for (auto& byte : pdf) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<char>(state >> 24);
  }
  std::atomic<int> next = 0;
  return spent(RUSAGE_SELF, [&] {
    asio::io_context context;
    for (int i = 0; i < connections; ++i) {
      asio::co_spawn(context, sender(channel, next, mails, pdf), [](std::exception_ptr fault) {
        if (fault) std::rethrow_exception(fault);
      });
    }
    context.run();
  });
}

MailSpent by_smtp_source(int port, int mails, int connections, std::filesystem::path const& log) {
  return spent(RUSAGE_CHILDREN, [&] {
    auto const status = tests::run(
        {"smtp-source", "-d", "-s", std::to_string(connections), "-m", std::to_string(mails), "-l",
         std::to_string(message_bytes), "-f", "laskut@example.test", "-t", "osto@example.test",
         fmt::format("127.0.0.1:{}", port)},
        log);
    if (status != 0) throw std::runtime_error{"smtp-source failed"};
  });
}

void print(std::string_view who, MailSpent const& one, int mails) {
  fmt::print("{{\"name\":\"mail of 30 kB, {}\",\"rate\":{:.0f},\"cpu_us\":{:.1f}}}\n", who,
             static_cast<double>(mails) / one.seconds, one.cpu_us / mails);
}

int send_mails(int mails, int connections) {
  if (!tests::has_program("smtp-sink") || !tests::has_program("smtp-source")) {
    fmt::print(stderr, "skipped: smtp-sink and smtp-source are not here (Debian's postfix)\n");
    return 0;
  }
  tests::TempDirectory const home;
  auto const port = tests::free_port();
  std::vector<std::string> command{"smtp-sink", fmt::format("127.0.0.1:{}", port), "1000"};
  if (::geteuid() == 0) command.insert(command.begin() + 1, {"-u", "nobody"});
  tests::Process const sink{command, home.path() / "sink.log"};
  if (!tests::wait_for_port(port)) throw std::runtime_error{"smtp-sink does not listen"};
  by_airut(port, mails / 10, connections);  // warm
  for (int round = 0; round < 3; ++round) {
    print("airut", by_airut(port, mails, connections), mails);
    print("smtp-source", by_smtp_source(port, mails, connections, home.path() / "source.log"),
          mails);
  }
  return 0;
}

}  // namespace
}  // namespace airut::bench

int main(int count, char** words) {
  auto const number = [&](int at, int usual) { return count > at ? std::atoi(words[at]) : usual; };
  try {
    return airut::bench::send_mails(number(1, 20000), number(2, 4));
  } catch (std::exception const& fault) {
    std::cerr << fault.what() << "\n";
    return 1;
  }
}
