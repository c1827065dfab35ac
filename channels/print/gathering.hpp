#pragma once

#include <functional>
#include <memory>
#include <mutex>
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
  OpenBatch(config::PrintSettings const& settings, std::filesystem::path spool, std::string id)
      : settings_(settings), spool_(std::move(spool)), id_(std::move(id)) {}
  ~OpenBatch();

  // Writes a committed letter; what is wrong with it when it cannot be taken.
  std::optional<Outcome> add(Parcel const& parcel);
  // The whole batch as one parcel whose file is on disk until this object goes.
  model::Result<Parcel> finish();

 private:
  print::BatchAbout about(Parcel const& first) const;
  model::Result<void> write(Parcel const& parcel);

  config::PrintSettings const& settings_;
  std::filesystem::path spool_, file_;
  std::string id_;
  std::mutex mutex_;
  std::unique_ptr<print::BatchWriter> writer_;
  Parcel whole_;
};

}  // namespace airut::channels
