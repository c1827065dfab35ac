#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace airut::gateway {

// Bodies of batches on disk until their last document is dealt with.
class Spool {
 public:
  // Makes the directory. Throws std::runtime_error when it cannot.
  explicit Spool(std::filesystem::path directory);

  // On disk, directory entry and all, when it returns; the head stands before the bytes. Throws
  // ledger::StoreFull or another std::runtime_error, and then nothing of it stays.
  void keep(std::string const& batch_id, std::string_view bytes, std::string_view head = {}) const;
  // The same for a batch that is known already: it has its name when it is whole.
  void keep_again(std::string const& batch_id, std::string_view bytes,
                  std::string_view head = {}) const;
  bool has(std::string const& batch_id) const;
  void drop(std::string const& batch_id) const;
  // Drops what belongs to none of these: a process died before its batch was known.
  void keep_only(std::set<std::string, std::less<>> const& batch_ids) const;

  // The bytes of a kept body, mapped: pages come and go with use.
  class Mapped {
   public:
    Mapped(Spool const& spool, std::string const& batch_id);  // throws std::runtime_error
    ~Mapped();
    Mapped(Mapped const&) = delete;
    Mapped& operator=(Mapped const&) = delete;
    std::string_view bytes() const { return {start_, size_}; }

   private:
    char const* start_ = nullptr;
    std::size_t size_ = 0;
  };

 private:
  std::filesystem::path path_of(std::string const& batch_id) const;
  void write(std::filesystem::path const& path, std::string_view head,
             std::string_view bytes) const;
  void sync_directory() const;

  std::filesystem::path directory_;
};

}  // namespace airut::gateway
