// Runs the real daemon under load and prints one JSON object a line for table.py.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

#include "formats/finvoice/write.hpp"
#include "tests/bench/daemon.hpp"
#include "tests/bench/process_figures.hpp"
#include "tests/bench/sink.hpp"
#include "tests/bench/submissions.hpp"
#include "tests/support/postgres.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::bench {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::string_view later = R"({"not_before":"2099-01-01T00:00:00Z"})";

Wish waiting_wish() {
  Wish wish;
  wish.distribution = later;
  return wish;
}

// CPU and commits between two moments.
struct Spent {
  std::chrono::microseconds cpu{};
  double commits = 0;
};

class Meter {
 public:
  explicit Meter(Daemon const& daemon) : daemon_(daemon), cpu_(cpu()), commits_(commits()) {}
  Spent spent() const { return {cpu() - cpu_, commits() - commits_}; }

 private:
  // The daemon's, and its database server's.
  std::chrono::microseconds cpu() const {
    auto const own = cpu_time(daemon_.pid());
    return tests::on_postgresql() ? own + cpu_time(tests::run_server().pid()) : own;
  }
  double commits() const { return daemon_.figure("airut_store", "commits"); }
  Daemon const& daemon_;
  std::chrono::microseconds cpu_;
  double commits_;
};

double per(double whole, std::uint64_t count) {
  return count == 0 ? 0 : whole / static_cast<double>(count);
}

std::string status_text(Seen const& seen) {
  std::string text;
  for (auto const& [status, count] : seen.statuses)
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", status, count);
  return text;
}

void say_load(std::string_view name, Seen const& seen, double cpu_us, double per_sync,
              double memory_mb) {
  fmt::print(
      "{{\"name\":\"{}\",\"rate\":{:.0f},\"cpu_us\":{:.1f},\"load_us\":{:.1f},\"p50_ms\":{:.2f},"
      "\"p99_ms\":{:.2f},"
      "\"per_sync\":{:.1f},\"memory_mb\":{:.0f},\"statuses\":\"{}\"}}\n",
      name, seen.rate(), cpu_us, per(static_cast<double>(seen.own_cpu.count()), seen.answers),
      seen.percentile_ms(0.5), seen.percentile_ms(0.99), per_sync, memory_mb, status_text(seen));
  std::fflush(stdout);
}

void say_figure(std::string_view name, double value, std::string_view unit, double cpu_us = 0) {
  fmt::print("{{\"name\":\"{}\",\"value\":{:.2f},\"unit\":\"{}\",\"cpu_us\":{:.1f}}}\n", name,
             value, unit, cpu_us);
  std::fflush(stdout);
}

// Figures of invoices that were refused would mean nothing.
void need_all_accepted(Seen const& seen) {
  auto const accepted = seen.statuses.find(202);
  if (accepted == seen.statuses.end() || accepted->second != seen.answers)
    throw std::runtime_error{"not every invoice was accepted: " + status_text(seen)};
}

// Durable acceptance alone: the deliveries wait for a day far away.
void accept(int connections, milliseconds time) {
  Sink sink;
  Daemon daemon{sink.port()};
  Load load;
  load.port = daemon.port();
  load.connections = connections;
  load.request = Daemon::submission(waiting_wish());
  load.time = time / 4;
  auto const warm = run_load(load);
  need_all_accepted(warm);
  load.first = warm.answers + 1000;
  load.time = time;
  Meter const meter{daemon};
  auto const seen = run_load(load);
  auto const spent = meter.spent();
  say_load(fmt::format("accept {}{}", connections, tests::on_postgresql() ? " on PostgreSQL" : ""),
           seen, per(static_cast<double>(spent.cpu.count()), seen.answers),
           static_cast<double>(seen.answers) / spent.commits, memory_of(daemon.pid()).most_mb);
}

void wait_for(Sink const& sink, std::uint64_t documents) {
  auto const until = Clock::now() + std::chrono::minutes{5};
  while (sink.taken() < documents) {
    if (Clock::now() > until) throw std::runtime_error{"the sink waits in vain"};
    std::this_thread::sleep_for(milliseconds{1});
  }
}

// From HTTP to the document at the operator's: so many invoices at once, until the last is there.
void whole(std::string_view format, std::uint64_t invoices) {
  Sink sink;
  Daemon daemon{sink.port()};
  Wish business, consumer;
  consumer.buyer_type = "consumer";
  auto const ubl = Daemon::submission(business), pdf = Daemon::submission(consumer);
  Load load;
  load.port = daemon.port();
  load.connections = 64;
  load.request = [&](std::uint64_t n, std::string& to) {
    bool const is_pdf = format == "pdf" || (format == "ubl+pdf" && n % 2 == 1);
    (is_pdf ? pdf : ubl)(n, to);
  };
  load.requests = 500;
  need_all_accepted(run_load(load));
  wait_for(sink, 500);
  load.first = 500;
  load.requests = invoices;
  Meter const meter{daemon};
  auto const begun = Clock::now();
  auto seen = run_load(load);
  need_all_accepted(seen);
  auto const accepted = seen.rate();
  wait_for(sink, 500 + invoices);
  seen.took = Clock::now() - begun;
  auto const spent = meter.spent();
  say_load(fmt::format("whole {}", format), seen,
           per(static_cast<double>(spent.cpu.count()), invoices),
           static_cast<double>(invoices) / spent.commits, memory_of(daemon.pid()).most_mb);
  say_figure(fmt::format("accepted meanwhile, {}", format), accepted, "/s");
}

// The operator is down while invoices come in; then the machine dies; then both are back.
void outage(std::uint64_t invoices) {
  Sink sink{false};
  Daemon daemon{sink.port()};
  Load load;
  load.port = daemon.port();
  load.connections = 64;
  load.requests = invoices;
  load.request = Daemon::submission({});
  Meter const meter{daemon};
  auto const seen = run_load(load);
  auto const spent = meter.spent();
  auto const memory = memory_of(daemon.pid());
  say_load("accept 64, operator down", seen,
           per(static_cast<double>(spent.cpu.count()), seen.answers),
           static_cast<double>(seen.answers) / spent.commits, memory.most_mb);
  say_figure("memory with the queue full", memory.now_mb, "MB");
  auto const idle = cpu_time(daemon.pid());
  std::this_thread::sleep_for(milliseconds{2000});
  auto const busy = cpu_time(daemon.pid()) - idle;
  say_figure("a core busy while all wait", static_cast<double>(busy.count()) / 2e4, "%");
  daemon.kill();
  auto begun = Clock::now();
  daemon.start();
  std::chrono::duration<double> const back = Clock::now() - begun;
  say_figure("ready again after kill -9", back.count() * 1000, "ms");
  sink.open();
  begun = Clock::now();
  auto const cpu = cpu_time(daemon.pid());
  // Those that were refused before wait for their next attempt.
  auto const enough = invoices - std::min<std::uint64_t>(invoices / 50, 2000);
  wait_for(sink, enough);
  std::chrono::duration<double> const drained = Clock::now() - begun;
  auto const used = cpu_time(daemon.pid()) - cpu;
  say_figure("queue drained", static_cast<double>(enough) / drained.count(), "/s",
             per(static_cast<double>(used.count()), enough));
  say_figure("memory after the queue", memory_of(daemon.pid()).most_mb, "MB");
}

// A peer's server, already running, with invoices of the same size. Processes: whose CPU counts.
void peer(std::string_view name, int port, int connections, milliseconds time,
          std::vector<pid_t> const& processes) {
  auto const body = invoice_text({});
  std::string filled;
  Template{body}.fill(0, filled);
  Template const text{
      fmt::format("POST /v1/invoices HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                  "application/json\r\nContent-Length: {}\r\n\r\n{}",
                  filled.size(), body)};
  Load load;
  load.port = port;
  load.connections = connections;
  load.request = [&](std::uint64_t n, std::string& to) { text.fill(n, to); };
  load.time = time / 4;
  load.first = run_load(load).answers + 1000;
  load.time = time;
  auto const cpu = [&] {
    std::chrono::microseconds sum{};
    for (auto const process : processes) sum += cpu_time(process);
    return sum;
  };
  auto const before = cpu();
  auto const seen = run_load(load);
  say_load(fmt::format("peer {} {}", name, connections), seen,
           per(static_cast<double>((cpu() - before).count()), seen.answers), 0, 0);
}

std::string finvoice_document(std::uint64_t n) {
  finvoice::Transmission const frame{{"003726174164", "0216"},
                                     {"003712345671", "0216"},
                                     "003721291126",
                                     "003721291126",
                                     "dlv_bench",
                                     {}};
  auto const written = finvoice::write(completed_submission(n, 10).invoice, frame);
  if (!written) throw std::runtime_error{written.error().text};
  return written->bytes;
}

// A file of Finvoice documents through `airut convert`: time and memory.
void convert(std::uint64_t documents) {
  tests::TempDirectory const home;
  auto const in = home.path() / "in.xml", out = home.path() / "out.xml";
  {
    std::ofstream file{in, std::ios::binary};
    for (std::uint64_t i = 0; i < documents; ++i) file << finvoice_document(i);
  }
  auto const megabytes = static_cast<double>(std::filesystem::file_size(in)) / 1e6;
  auto const from = Clock::now();
  tests::Process process{{AIRUT_BINARY, "convert", in.string(), "--to", "ubl", "-o", out.string()},
                         home.path() / "log"};
  if (process.wait() != 0) throw std::runtime_error{"airut convert failed"};
  std::chrono::duration<double> const took = Clock::now() - from;
  auto const name = fmt::format("convert {} Finvoice, {:.0f} MB", documents, megabytes);
  say_figure(name, static_cast<double>(documents) / took.count(), "/s");
  say_figure(name + ", memory", static_cast<double>(process.peak_kb()) * 1024 / 1e6, "MB");
}

int usage() {
  fmt::print(stderr,
             "airut_load accept CONNECTIONS [SECONDS] | whole ubl|pdf|ubl+pdf [INVOICES] |\n"
             "           outage [INVOICES] | convert [DOCUMENTS] | peer NAME PORT CONNECTIONS "
             "SECONDS PROCESS...\n");
  return 2;
}

int run(std::vector<std::string> const& words) {
  auto const number = [&](std::size_t at, int otherwise) {
    return at < words.size() ? std::stoi(words[at]) : otherwise;
  };
  auto const what = words.empty() ? std::string{} : words[0];
  if (what == "accept" && words.size() > 1) {
    accept(number(1, 64), std::chrono::seconds{number(2, 6)});
  } else if (what == "whole" && words.size() > 1) {
    whole(words[1], static_cast<std::uint64_t>(number(2, 10000)));
  } else if (what == "outage") {
    outage(static_cast<std::uint64_t>(number(1, 100000)));
  } else if (what == "convert") {
    convert(static_cast<std::uint64_t>(number(1, 10000)));
  } else if (what == "peer" && words.size() > 5) {
    std::vector<pid_t> processes;
    for (std::size_t i = 5; i < words.size(); ++i) processes.push_back(number(i, 0));
    peer(words[1], number(2, 0), number(3, 64), std::chrono::seconds{number(4, 6)}, processes);
  } else {
    return usage();
  }
  return 0;
}

}  // namespace
}  // namespace airut::bench

int main(int count, char** words) {
  rlimit const files{8192, 8192};
  ::setrlimit(RLIMIT_NOFILE, &files);
  try {
    return airut::bench::run({words + 1, words + count});
  } catch (std::exception const& fault) {
    fmt::print(stderr, "airut_load: {}\n", fault.what());
    return 1;
  }
}
