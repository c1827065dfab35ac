#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "channels/channel.hpp"
#include "config/settings.hpp"
#include "formats/print/batch.hpp"

// A batch while it is put together; for the sources of this room.
namespace airut::channels {

using Done = std::function<void(Outcome)>;

// The batch's file and those who wait for what becomes of it. Thread-safe.
class OpenBatch {
 public:
  // first: of its letters, by which the batch goes until finish() knows them all.
  OpenBatch(config::PrintSettings const& settings, std::filesystem::path spool, std::string first)
      : settings_(settings), spool_(std::move(spool)), first_(std::move(first)) {}
  ~OpenBatch();

  // Writes a committed letter; what is wrong with it when it cannot be taken. Where the spool does
  // not take it, the batch is lost: this letter and all others of it are deferred.
  std::optional<Outcome> add(Parcel const& parcel);
  // The whole batch as one parcel whose file is on disk until this object goes. Its id is that of
  // its letters and their pages, in whatever order they were written: the same again, when they go
  // again after a doubt; another, when one of them goes again in other company.
  tl::expected<Parcel, Outcome> finish();

 private:
  print::BatchAbout about(Parcel const& first) const;
  model::Result<void> write(Parcel const& parcel);
  std::string id() const;
  Outcome lose(std::string why);

  config::PrintSettings const& settings_;
  std::filesystem::path spool_, file_;
  std::string first_;
  std::set<std::string> letters_;  // id and digest
  std::mutex mutex_;
  std::unique_ptr<print::BatchWriter> writer_;
  Parcel whole_;
  std::optional<Outcome> lost_;
};

}  // namespace airut::channels
