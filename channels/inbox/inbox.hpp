#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "channels/outcome.hpp"
#include "config/transport_settings.hpp"
#include "formats/model/date.hpp"

namespace airut::channels {

struct InboxFile {
  std::string name;
  std::uint64_t size = 0;
  model::Instant modified{};  // whole seconds, by the clock of the place
  std::string fault{};  // why it cannot be fetched by what the list says of it, "" when it can
  friend bool operator==(InboxFile const&, InboxFile const&) = default;
};

inline constexpr auto file_gone = "inbox.file_gone";

// A folder, here or at a server, or a list behind a URL, in which somebody leaves files for us. It
// gives and moves them and decides nothing. Thread-safe; everything blocks.
// Codes of the traces: transport.sftp_down, transport.unreachable (the folder is not there, the
// list is none), transport.sftp_host_key_changed, transport.tls_failed, transport.not_authorised:
// the place does not answer; inbox.file_refused: this one file is too large or may not be read;
// file_gone: somebody else took it meanwhile.
class Inbox {
 public:
  template <class T>
  using Answer = tl::expected<T, Trace>;

  virtual ~Inbox() = default;

  // What lies there, by name; hidden files and those of usual temporary names are left out, for
  // they are on their way.
  virtual Answer<std::vector<InboxFile>> list() = 0;
  virtual Answer<std::string> fetch(std::string const& name) = 0;
  // Moves a file into the archive under another name, or deletes it where there is no archive. One
  // that is gone from such a place is put away.
  virtual Answer<bool> put_away(std::string const& name, std::string const& as) = 0;
};

std::unique_ptr<Inbox> make_inbox(config::InboxSettings const& settings);

// A file of more bytes is not taken.
inline constexpr std::uint64_t inbox_file_most = std::uint64_t{256} << 20;

// Whether a file is still being written, by its name: ".x", "x.tmp", "x.part", "x.filepart".
bool is_on_its_way(std::string_view name);

}  // namespace airut::channels
