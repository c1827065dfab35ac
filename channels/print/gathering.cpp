#include "channels/print/gathering.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <stdexcept>
#include <system_error>

#include "channels/print/rules.hpp"
#include "formats/model/sha256.hpp"

namespace airut::channels {
namespace {

// No two batches share a file: one that is done goes a moment after its letters are told, and
// these may be in the next by then.
std::string next_file_name() {
  static std::atomic<std::uint64_t> number{0};
  return "batch-" + std::to_string(++number) + ".zip";
}

}  // namespace

OpenBatch::~OpenBatch() {
  std::error_code ignored;
  if (!file_.empty()) std::filesystem::remove(file_, ignored);
}

print::BatchAbout OpenBatch::about(Parcel const& first) const {
  print::BatchAbout about;
  about.id = first_;
  about.created = first.created;
  about.layout = settings_.bundle ? print::Layout::bundle : print::Layout::letters;
  if (settings_.letter_bundle) {
    auto const& posti = *settings_.letter_bundle;
    about.letter_bundle = print::LetterBundleSender{posti.customer_id, posti.password.value,
                                                    posti.contact, posti.test};
  }
  return about;
}

model::Result<void> OpenBatch::write(Parcel const& parcel) {
  auto const how = processing_of(settings_, *parcel.print);
  if (!how) return tl::unexpected{how.error()};
  if (!writer_) {
    whole_.created = parcel.created;
    std::filesystem::create_directories(spool_);
    file_ = spool_ / next_file_name();
    writer_ = std::make_unique<print::BatchWriter>(file_, about(parcel));
  }
  auto const& job = *parcel.print;
  auto const& pages = parcel.files.front().bytes;
  auto const added =
      writer_->add({parcel.delivery_id, job.address_lines, job.country, job.pages, *how}, pages);
  if (!added) return added;
  letters_.insert(parcel.delivery_id + " " + model::sha256_hex(pages));
  whole_.created = std::min(whole_.created, parcel.created);
  return {};
}

std::string OpenBatch::id() const {
  constexpr std::size_t short_digest = 16;
  std::string all;
  for (auto const& letter : letters_) all += letter + "\n";
  auto const& first = *letters_.begin();
  return first.substr(0, first.find(' ')) + "-" + model::sha256_hex(all).substr(0, short_digest);
}

std::optional<Outcome> OpenBatch::add(Parcel const& parcel) {
  std::lock_guard const lock{mutex_};
  if (lost_) return lost_;
  Trace trace;
  try {
    auto const written = write(parcel);
    if (written) return std::nullopt;
    if (written.error().fault == model::Fault::unsupported) return lose(written.error().text);
    trace.excerpt = written.error().text;
  } catch (std::runtime_error const& fault) {  // the spool does not take the file
    return lose(fault.what());
  }
  trace.endpoint = spool_.string();
  trace.code = "print.file_rejected";
  return Refused{trace};
}

// A fault of the spool's is none of the letters': they come again when there is room.
Outcome OpenBatch::lose(std::string why) {
  constexpr std::uintmax_t next_to_nothing = 64 * 1024;
  std::error_code fault;
  auto const room = std::filesystem::space(spool_, fault);
  bool const full = !fault && room.available < next_to_nothing;
  writer_.reset();
  Trace trace;
  trace.endpoint = spool_.string();
  trace.code = full ? "transport.disk_full" : "transport.unreachable";
  trace.excerpt = std::move(why);
  lost_ = Deferred{trace, std::nullopt};
  return *lost_;
}

tl::expected<Parcel, Outcome> OpenBatch::finish() {
  std::lock_guard const lock{mutex_};
  if (lost_) return tl::unexpected{*lost_};
  whole_.delivery_id = whole_.message_id = id();
  writer_->call(whole_.message_id, whole_.created);
  auto const written = writer_->finish();
  writer_.reset();
  if (!written) return tl::unexpected{lose(written.error().text)};
  whole_.files = {{written->name, "application/zip", {}, file_}};
  return whole_;
}

}  // namespace airut::channels
