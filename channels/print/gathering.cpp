#include "channels/print/gathering.hpp"

#include <stdexcept>
#include <system_error>

#include "channels/print/rules.hpp"

namespace airut::channels {

OpenBatch::~OpenBatch() {
  std::error_code ignored;
  if (!file_.empty()) std::filesystem::remove(file_, ignored);
}

print::BatchAbout OpenBatch::about(Parcel const& first) const {
  print::BatchAbout about;
  about.id = id_;
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
    whole_.delivery_id = whole_.message_id = id_;
    whole_.created = parcel.created;
    std::filesystem::create_directories(spool_);
    file_ = spool_ / (id_ + ".zip");
    writer_ = std::make_unique<print::BatchWriter>(file_, about(parcel));
  }
  auto const& job = *parcel.print;
  return writer_->add({parcel.delivery_id, job.address_lines, job.country, job.pages, *how},
                      parcel.files.front().bytes);
}

std::optional<Outcome> OpenBatch::add(Parcel const& parcel) {
  std::lock_guard const lock{mutex_};
  Trace trace;
  try {
    auto const written = write(parcel);
    if (written) return std::nullopt;
    trace.excerpt = written.error().text;
  } catch (std::runtime_error const& fault) {  // the spool does not take the file
    trace.excerpt = fault.what();
  }
  trace.endpoint = spool_.string();
  trace.code = "print.file_rejected";
  return Refused{trace};
}

model::Result<Parcel> OpenBatch::finish() {
  std::lock_guard const lock{mutex_};
  auto const written = writer_->finish();
  writer_.reset();
  if (!written) return tl::unexpected{written.error()};
  whole_.files = {{written->name, "application/zip", {}, file_}};
  return whole_;
}

}  // namespace airut::channels
