#include "channels/inbox/places.hpp"

namespace airut::channels {
namespace {

Trace trace_of_fault(SftpFault fault) {
  Trace trace;
  trace.endpoint = std::move(fault.endpoint);
  trace.native_code = std::move(fault.text);
  switch (fault.kind) {
    case SftpFault::Kind::host_key_changed:
      trace.code = "transport.sftp_host_key_changed";
      return trace;
    case SftpFault::Kind::refused_login:
      trace.code = "transport.not_authorised";
      return trace;
    case SftpFault::Kind::not_there:
      trace.code = file_gone;
      return trace;
    case SftpFault::Kind::denied:
      trace.code = "inbox.file_refused";
      return trace;
    case SftpFault::Kind::too_large:
      trace.code = "inbox.file_refused";
      trace.excerpt = "The file is too large.";
      return trace;
    case SftpFault::Kind::away:
      break;
  }
  trace.code = "transport.sftp_down";
  return trace;
}

// A folder that is not there is no file that is refused.
Trace folder_trace(SftpFault fault) {
  auto trace = trace_of_fault(std::move(fault));
  if (trace.code == "inbox.file_refused" || trace.code == file_gone) {
    trace.code = "transport.unreachable";
  }
  return trace;
}

}  // namespace

Inbox::Answer<std::vector<InboxFile>> SftpInbox::list() {
  auto const names = reader_.names();
  if (!names) return tl::unexpected{folder_trace(names.error())};
  std::vector<InboxFile> files;
  for (auto const& name : *names) {
    if (is_on_its_way(name) || name == archive_) continue;
    auto told = reader_.look(name);
    if (told) {
      files.push_back({std::move(told->name), told->size, told->modified});
      continue;
    }
    auto const kind = told.error().kind;  // of one file: the others are told all the same
    bool const of_file = kind == SftpFault::Kind::not_there || kind == SftpFault::Kind::denied;
    if (!of_file) return tl::unexpected{trace_of_fault(told.error())};
  }
  return files;
}

Inbox::Answer<std::string> SftpInbox::fetch(std::string const& name) {
  auto bytes = reader_.fetch(name, inbox_file_most);
  if (!bytes) return tl::unexpected{trace_of_fault(bytes.error())};
  return *std::move(bytes);
}

Inbox::Answer<bool> SftpInbox::put_away(std::string const& name, std::string const& as) {
  auto const moved = reader_.move(name, archive_, as);
  if (!moved) return tl::unexpected{trace_of_fault(moved.error())};
  return true;
}

}  // namespace airut::channels
