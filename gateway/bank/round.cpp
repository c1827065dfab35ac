#include "gateway/bank/round.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "channels/blocking.hpp"
#include "formats/model/ids.hpp"
#include "gateway/bank/take_file.hpp"
#include "gateway/commit.hpp"
#include "gateway/deviations/trouble.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

using channels::BankAnswer;
using config::BankVerdict;

// What a download brought, ready to be kept.
struct Fetched {
  ledger::PackedDocument content, receipt;
};

ledger::BankFileListed listed_of(std::string const& channel, config::BankFileType const& type,
                                 bank_ws::FileDescriptor const& file) {
  ledger::BankFileListed fact;
  fact.channel = channel;
  fact.file_reference = file.reference;
  fact.file_type = file.file_type.empty() ? type.code : file.file_type;
  fact.meaning = type.meaning;
  fact.target_id = file.target_id;
  fact.stamped = file.stamped.value_or(model::Instant{});
  return fact;
}

BankFileContent read_kept(api::House& house, config::FeedbackTables const& tables,
                          ledger::BankFileRow const& row) {
  try {
    auto document = house.store.read(
        [&](ledger::Snapshot& view) { return ledger::needed_document(view, row.digest); });
    return read_bank_file(std::move(document.bytes), row, house.billers, tables);
  } catch (ledger::StoreDamaged const& fault) {  // that file's alone: the others are taken
    BankFileContent damaged;
    damaged.fault = fault.what();
    return damaged;
  }
}

}  // namespace

asio::awaitable<std::string> take_kept_file(api::House& house, config::FeedbackTables const& tables,
                                            ledger::BankFileRow row, std::string actor) {
  auto work = [&] { return read_kept(house, tables, row); };
  auto content = co_await channels::on_pool(house.workers, work);
  ClaimContext const claim{house.billers, house.law, row.tenant, actor, house.clock.now()};
  BankFileContext const context{claim, house.codes, tables};
  std::function<BankFileEnd(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    return take_bank_file(tx, row, content, context);
  };
  auto end = co_await commit_or_fault<BankFileEnd>(house.store, job);
  if (!end) {
    content.fault = end.error();
    end = co_await commit_or_fault<BankFileEnd>(house.store, job);
  }
  if (!end) throw std::runtime_error{end.error()};
  if (end->queued) house.dispatcher.wake();
  co_return end->outcome;
}

std::vector<config::BankFileType> BankRound::wanted() const {
  auto const& settings = line_.client->settings();
  auto types =
      line_.client->profiles().file_types(settings.bank, model::day_of(house_.clock.now()));
  std::erase_if(types, [&](config::BankFileType const& one) {
    auto const& fetch = settings.fetch;
    bool const asked =
        fetch.empty() || std::find(fetch.begin(), fetch.end(), one.meaning) != fetch.end();
    return one.way != config::BankFileWay::down || !asked;
  });
  return types;
}

// A kind of file that the agreement does not have is no failure while others have an answer.
void BankRound::failed(BankAnswer const& answer) {
  if (answer.verdict == BankVerdict::refused) {
    if (refusal_.code.empty()) refusal_ = answer.trace;
    return;
  }
  if (!report_.code.empty()) return;
  report_.code = answer.trace.code;
  report_.native_code = answer.trace.native_code;
  report_.text = answer.trace.excerpt;
}

asio::awaitable<void> BankRound::list(config::BankFileType type) {
  channels::BankClient::Listing wish;
  wish.file_type = type.code;
  wish.status = "NEW";
  auto work = [this, &wish] { return line_.client->list(wish); };
  auto answer = co_await channels::on_pool(pool_, work);
  bool const good = answer.verdict == BankVerdict::good || answer.verdict == BankVerdict::empty;
  if (!good) {
    failed(answer);
    co_return;
  }
  answered_ = true;
  if (!answer.response.files.empty()) {
    co_await note_listed(std::move(type), std::move(answer.response.files));
  }
}

asio::awaitable<void> BankRound::note_listed(config::BankFileType type,
                                             std::vector<bank_ws::FileDescriptor> files) {
  auto const now = house_.clock.now();
  std::function<std::int64_t(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    std::int64_t fresh = 0;
    for (auto const& file : files) {
      auto fact = listed_of(line_.channel, type, file);
      if (fact.file_reference.empty() || ledger::knows_bank_file(tx, line_.tenant(), fact)) {
        continue;
      }
      fact.file_id = model::new_id("bkf", now);
      tx.append(line_.tenant(), "system", now, fact);
      ++fresh;
    }
    return fresh;
  };
  report_.listed += co_await commit<std::int64_t>(house_.store, job);
}

std::vector<ledger::BankFileRow> BankRound::open_files(std::string_view state) {
  auto rows = house_.store.read([&](ledger::Snapshot& view) {
    return ledger::open_bank_files(view, line_.tenant(), line_.channel);
  });
  std::erase_if(rows, [&](ledger::BankFileRow const& row) { return row.state != state; });
  return rows;
}

asio::awaitable<void> BankRound::give_up(ledger::BankFileRow row, channels::Trace trace) {
  auto const now = house_.clock.now();
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    tx.append(line_.tenant(), "system", now,
              ledger::BankFileTaken{row.id, "refused", "", trace.excerpt});
    raise(tx, {line_.tenant(), line_.channel, row.id, trace.code, trace.native_code, trace.excerpt},
          house_.codes, now);
    return true;
  };
  co_await commit<bool>(house_.store, job);
  ++report_.refused;
}

asio::awaitable<void> BankRound::fetch(ledger::BankFileRow row) {
  Fetched fetched;
  auto work = [this, &row, &fetched] {
    auto answer = line_.client->download(row.file_reference, row.file_type, row.target_id);
    if (answer.verdict == BankVerdict::good && answer.response.content) {
      fetched.content = ledger::pack_document("application/octet-stream", *answer.response.content);
      fetched.receipt = ledger::pack_document("text/xml", answer.receipt);
    }
    return answer;
  };
  auto answer = co_await channels::on_pool(pool_, work);
  if (answer.verdict == BankVerdict::empty) {
    co_await give_up(std::move(row), std::move(answer.trace));
    co_return;
  }
  if (fetched.content.name.empty()) {
    // A file that the bank has told of and does not give is always a failure.
    auto const verdict = std::exchange(answer.verdict, BankVerdict::unsure);
    if (verdict == BankVerdict::good) {
      answer.trace.code = "bank.invalid_response";
      answer.trace.excerpt = "The answer brings no content.";
    }
    failed(answer);
    co_return;
  }
  auto const now = house_.clock.now();
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    ledger::BankFileFetched fact;
    fact.file_id = row.id;
    fact.digest = ledger::keep_document(tx, fetched.content);
    fact.receipt_digest = ledger::keep_document(tx, fetched.receipt);
    fact.size = fetched.content.size;
    tx.append(line_.tenant(), "system", now, fact);
    return true;
  };
  co_await commit<bool>(house_.store, job);
  ++report_.fetched;
}

asio::awaitable<void> BankRound::take(ledger::BankFileRow row) {
  std::string const actor = "system";
  auto const outcome = co_await take_kept_file(house_, tables_, std::move(row), actor);
  if (outcome == "busy") {
    line_.waits = true;
  } else if (outcome == "refused") {
    ++report_.refused;
  } else if (outcome == "kept") {
    ++report_.kept;
  } else {
    ++report_.imported;
  }
}

asio::awaitable<void> BankRound::finish() {
  if (report_.code.empty() && !answered_) {
    report_.code = refusal_.code.empty() ? "bank.profile_missing" : refusal_.code;
    report_.native_code = refusal_.native_code;
    report_.text = refusal_.code.empty() ? "No kind of file to fetch is known for this bank."
                                         : refusal_.excerpt;
  }
  auto const now = house_.clock.now();
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    ledger::BankAsked fact;
    fact.round_id = model::new_id("bkr", now);
    fact.channel = line_.channel;
    fact.code = report_.code;
    fact.native_code = report_.native_code;
    fact.listed = report_.listed;
    fact.text = report_.text;
    tx.append(line_.tenant(), "system", now, fact);
    if (report_.code.empty()) {
      settle(tx, {line_.tenant(), line_.channel, line_.channel, "bank.silent", "", ""},
             "close_no_action", now);
    }
    return true;
  };
  co_await commit<bool>(house_.store, job);
}

asio::awaitable<void> BankRound::take_waiting() {
  line_.waits = false;
  for (auto& row : open_files("fetched")) co_await take(std::move(row));
}

asio::awaitable<RoundReport> BankRound::run() {
  report_.channel = line_.channel;
  for (auto const& type : wanted()) {
    co_await list(type);
    if (report_.code.starts_with("transport.")) break;
  }
  for (auto& row : open_files("listed")) {
    if (report_.code.starts_with("transport.")) break;
    co_await fetch(std::move(row));
  }
  co_await take_waiting();
  co_await finish();
  co_return report_;
}

}  // namespace airut::gateway
