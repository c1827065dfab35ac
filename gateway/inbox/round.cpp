#include "gateway/inbox/round.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "channels/blocking.hpp"
#include "formats/model/ids.hpp"
#include "gateway/commit.hpp"
#include "gateway/deviations/trouble.hpp"
#include "ledger/store/documents.hpp"

namespace airut::gateway {
namespace asio = boost::asio;
namespace {

constexpr int failures_most = 3;
constexpr auto unreachable = "inbox.unreachable";
constexpr auto file_refused = "inbox.file_refused";

InboxVerdict refusal(std::string why) {
  InboxVerdict verdict;
  verdict.outcome = "refused";
  verdict.detail = std::move(why);
  return verdict;
}

// A fault of ours with one file, or damage to it, is that file's: the others are taken all the
// same.
struct Read {
  InboxTaker take;
  std::string fault;
};

Read read_kept(InboxLine const& line, api::House& house, ledger::BankFileRow const& row) {
  Read read;
  try {
    auto document = house.store.read(
        [&](ledger::Snapshot& view) { return ledger::needed_document(view, row.digest); });
    read.take = line.read(row.file_reference, std::move(document.bytes));
  } catch (ledger::StoreLost const&) {
    throw;
  } catch (std::exception const& fault) {
    read.fault = fault.what();
  }
  return read;
}

InboxVerdict taken(ledger::Transaction& tx, Read const& read) {
  return read.take ? read.take(tx) : refusal(read.fault);
}

bool is_ours_to_mend(std::string_view code) {
  return code == "transport.sftp_host_key_changed" || code == "transport.tls_failed" ||
         code == "transport.not_authorised";
}

asio::awaitable<tl::expected<InboxVerdict, std::string>> take_read(api::House& house,
                                                                   ledger::BankFileRow const& row,
                                                                   Read const& read,
                                                                   std::string const& actor) {
  auto const now = house.clock.now();
  std::function<InboxVerdict(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    auto const standing = ledger::find_bank_file(tx, row.tenant, row.id);
    bool const open = standing && (standing->state == "fetched" || standing->state == "refused");
    if (!open) return InboxVerdict{};
    auto verdict = taken(tx, read);
    if (verdict.busy) return verdict;
    tx.append(row.tenant, actor, now,
              ledger::BankFileTaken{row.id, verdict.outcome, verdict.result_id, verdict.detail});
    ChannelTrouble const trouble{row.tenant, row.channel, row.id, file_refused, "", verdict.detail};
    if (!read.take) raise(tx, trouble, house.codes, now);
    if (verdict.outcome != "refused") settle(tx, trouble, "close_no_action", now);
    return verdict;
  };
  co_return co_await commit_or_fault<InboxVerdict>(house.store, job);
}

}  // namespace

asio::awaitable<InboxVerdict> take_inbox_file(InboxLine& line, api::House& house,
                                              ledger::BankFileRow row, std::string actor) {
  auto work = [&] { return read_kept(line, house, row); };
  auto read = co_await channels::on_pool(house.workers, work);
  auto verdict = co_await take_read(house, row, read, actor);
  if (!verdict) {
    read = {nullptr, verdict.error()};
    verdict = co_await take_read(house, row, read, actor);
  }
  if (!verdict) throw std::runtime_error{verdict.error()};
  if (verdict->queued) house.dispatcher.wake();
  co_return *std::move(verdict);
}

ledger::BankFileListed InboxRound::fact_of(channels::InboxFile const& file) const {
  ledger::BankFileListed fact;
  fact.channel = line_.channel;
  fact.file_reference = file.name;
  fact.meaning = line_.meaning;
  fact.stamped = file.modified;
  return fact;
}

std::optional<ledger::BankFileRow> InboxRound::known(channels::InboxFile const& file) const {
  return house_.store.read([&](ledger::Snapshot& view) {
    return ledger::bank_file_told(view, line_.tenant, fact_of(file));
  });
}

bool InboxRound::lay_there_before(channels::InboxFile const& file) const {
  return std::find(line_.before.begin(), line_.before.end(), file) != line_.before.end();
}

// Files have the clock of their place, which no test moves.
bool InboxRound::stands_still(channels::InboxFile const& file) const {
  constexpr std::chrono::minutes long_enough{1};
  if (file.modified + long_enough <= std::chrono::system_clock::now()) return true;
  return lay_there_before(file);
}

void InboxRound::failed(channels::Trace const& trace) {
  if (!report_.code.empty()) return;
  report_.code = trace.code;
  report_.native_code = trace.native_code;
  report_.text = trace.excerpt.empty() ? trace.endpoint : trace.excerpt;
}

asio::awaitable<void> InboxRound::tell_of_file(std::string name, channels::Trace trace) {
  auto const now = house_.clock.now();
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    raise(tx,
          {line_.tenant, line_.channel, name, file_refused, trace.native_code,
           fmt::format("{} {}", name, trace.excerpt)},
          house_.codes, now);
    return true;
  };
  co_await commit<bool>(house_.store, job);
  ++report_.refused;
}

asio::awaitable<void> InboxRound::keep(channels::InboxFile file) {
  channels::Trace wrong;
  wrong.excerpt = file.fault;
  if (file.size > channels::inbox_file_most) wrong.excerpt = "The file is too large.";
  if (!wrong.excerpt.empty()) {
    co_await tell_of_file(file.name, wrong);
    co_return;
  }
  auto fetch = [&] { return line_.place->fetch(file.name); };
  auto const bytes = co_await channels::on_pool(pool_, fetch);
  if (!bytes && bytes.error().code == channels::file_gone) co_return;
  if (!bytes && bytes.error().code == file_refused) {
    co_await tell_of_file(file.name, bytes.error());
    co_return;
  }
  if (!bytes) {
    ++failures_;
    failed(bytes.error());
    co_return;
  }
  if (bytes->size() != file.size && lay_there_before(file)) {
    wrong.excerpt =
        fmt::format("The list tells {} bytes, and there are {}.", file.size, bytes->size());
    co_await tell_of_file(file.name, wrong);
    co_return;
  }
  if (bytes->size() != file.size) {
    ++report_.waiting;
    co_return;
  }
  auto pack = [&] { return ledger::pack_document("application/octet-stream", *bytes); };
  auto const packed = co_await channels::on_pool(house_.workers, pack);
  auto const now = house_.clock.now();
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    auto listed = fact_of(file);
    if (ledger::knows_bank_file(tx, line_.tenant, listed)) return false;
    listed.file_id = model::new_id("bkf", now);
    tx.append(line_.tenant, "system", now, listed);
    ledger::BankFileFetched fetched;
    fetched.file_id = listed.file_id;
    fetched.digest = ledger::keep_document(tx, packed);
    fetched.size = static_cast<std::int64_t>(packed.size);
    tx.append(line_.tenant, "system", now, fetched);
    settle(tx, {line_.tenant, line_.channel, file.name, file_refused, "", ""}, "close_no_action",
           now);
    return true;
  };
  if (co_await commit<bool>(house_.store, job)) ++report_.found;
}

asio::awaitable<void> InboxRound::take_waiting() {
  auto rows = house_.store.read([&](ledger::Snapshot& view) {
    return ledger::open_bank_files(view, line_.tenant, line_.channel);
  });
  for (auto& row : rows) {
    if (row.state != "fetched") continue;
    std::string const actor = "system";
    auto const verdict = co_await take_inbox_file(line_, house_, std::move(row), actor);
    if (verdict.busy) {
      ++report_.waiting;
    } else {
      ++(verdict.outcome == "refused" ? report_.refused : report_.taken);
    }
  }
}

// What does not move lies there longer, known and left alone.
asio::awaitable<void> InboxRound::put_away(channels::InboxFile file) {
  auto const row = known(file);
  if (!row || row->state == "fetched" || row->state == "listed") co_return;
  auto const as = fmt::format("{}-{}", row->id, file.name);
  auto move = [&] { return line_.place->put_away(file.name, as); };
  auto const moved = co_await channels::on_pool(pool_, move);
  if (moved) co_return;
  ++failures_;
  failed(moved.error());
}

asio::awaitable<void> InboxRound::finish() {
  auto const now = house_.clock.now();
  constexpr int parts_of_silence = 4;
  auto const often = std::min(std::chrono::seconds{line_.settings.silent_time} / parts_of_silence,
                              std::chrono::seconds{std::chrono::hours{1}});
  std::function<bool(ledger::Transaction&)> const job = [&](ledger::Transaction& tx) {
    auto const last = ledger::find_bank_round(tx, line_.tenant, line_.channel);
    bool const tells =
        !last || last->code != report_.code || report_.found > 0 || last->asked + often <= now;
    if (tells) {
      tx.append(line_.tenant, "system", now,
                ledger::BankAsked{model::new_id("bkr", now), line_.channel, report_.code,
                                  report_.native_code, report_.found, report_.text});
    }
    ChannelTrouble const trouble{
        line_.tenant, line_.channel,       line_.channel,
        unreachable,  report_.native_code, fmt::format("{} {}", report_.code, report_.text)};
    if (report_.code.empty()) {
      settle(tx, trouble, "close_no_action", now);
      return true;
    }
    auto const since = last ? last->went_well.value_or(last->first_asked) : now;
    bool const silent = since + line_.settings.silent_time <= now;
    if (silent || is_ours_to_mend(report_.code)) raise(tx, trouble, house_.codes, now);
    return true;
  };
  co_await commit<bool>(house_.store, job);
}

asio::awaitable<InboxReport> InboxRound::run() {
  report_.channel = line_.channel;
  auto look = [&] { return line_.place->list(); };
  auto const files = co_await channels::on_pool(pool_, look);
  if (!files) {
    failed(files.error());
    co_await take_waiting();
    co_await finish();
    co_return report_;
  }
  for (auto const& file : *files) {
    if (failures_ >= failures_most) break;
    if (known(file)) continue;
    if (stands_still(file)) {
      co_await keep(file);
    } else {
      ++report_.waiting;
    }
  }
  co_await take_waiting();
  for (auto const& file : *files) {
    if (failures_ >= failures_most) break;
    co_await put_away(file);
  }
  line_.before = *files;
  co_await finish();
  co_return report_;
}

}  // namespace airut::gateway
