#include "channels/http/sftp.hpp"

#include <algorithm>
#include <chrono>
#include <cstring>

#include <fmt/format.h>

#include "channels/content.hpp"
#include "channels/http/curl_handles.hpp"
#include "channels/http/sftp_place.hpp"

namespace airut::channels {
namespace {

struct Upload {
  Content& content;
  std::string_view left;  // of the piece at hand
  std::uint64_t to_read;
  bool all_read() const { return to_read == 0; }
};

std::size_t read_some(char* to, std::size_t size, std::size_t count, void* from) {
  auto& upload = *static_cast<Upload*>(from);
  if (upload.left.empty()) upload.left = upload.content.next();
  if (upload.content.broken()) return CURL_READFUNC_ABORT;
  auto const taken = std::min(size * count, upload.left.size());
  std::memcpy(to, upload.left.data(), taken);
  upload.left.remove_prefix(taken);
  upload.to_read -= std::min<std::uint64_t>(taken, upload.to_read);
  return taken;
}

}  // namespace

struct SftpClient::Parts {
  SftpPlace place;
  EasyHandles handles;

  SftpReply send(std::string_view name, Content& content, bool rename);
  CURLcode ask_for(std::string const& command);
  void remove(std::string const& name);
  // -1 when the remote file is not there, -2 when nobody can tell.
  std::int64_t size_of(std::string_view name);
};

SftpClient::SftpClient(config::SftpSettings settings)
    : parts_(std::make_unique<Parts>(SftpPlace{std::move(settings)})) {}

SftpClient::~SftpClient() = default;

namespace {

// A large batch takes its time: a second more for each half megabyte.
long upload_time(std::chrono::seconds usual, std::uint64_t size) {
  using std::chrono::milliseconds;
  auto const more = std::chrono::seconds{size / (512 * 1024)};
  return static_cast<long>(std::chrono::duration_cast<milliseconds>(usual + more).count());
}

std::string temporary_of(std::string_view name) { return fmt::format(".{}.tmp", name); }

// The rename is the last command and its failure has a code of its own; a time-out says nothing.
bool may_have_renamed(CURLcode code, Upload const& upload) {
  return upload.all_read() && (code == CURLE_QUOTE_ERROR || code == CURLE_OPERATION_TIMEDOUT);
}

// Whether a rename that failed like this was never asked for.
bool never_asked(CURLcode code) {
  return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
         code == CURLE_LOGIN_DENIED || code == CURLE_PEER_FAILED_VERIFICATION;
}

std::string rename_command(SftpPlace const& place, std::string_view name) {
  return fmt::format("rename {} {}", place.path(temporary_of(name)), place.path(name));
}

void note(SftpReply& reply, CURLcode code) {
  reply.ok = code == CURLE_OK;
  if (reply.ok) return;
  reply.fault = fault_text(code);
  reply.host_key_changed = code == CURLE_PEER_FAILED_VERIFICATION;
  reply.refused_login = code == CURLE_LOGIN_DENIED;
  reply.disk_full = code == CURLE_REMOTE_DISK_FULL;
}

}  // namespace

// Brings the bytes to the temporary name, and with rename that to its own.
SftpReply SftpClient::Parts::send(std::string_view name, Content& content, bool rename) {
  SftpReply reply;
  reply.endpoint = place.endpoint();
  auto const url = place.url(temporary_of(name));
  StringList after;
  if (rename) append(after, rename_command(place, name).c_str());
  auto handle = handles.take(place.endpoint());
  auto* curl = handle.get();
  place.set_up(curl);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, upload_time(place.settings().timeout, content.size()));
  content.rewind();
  Upload from{content, {}, content.size()};
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_some);
  curl_easy_setopt(curl, CURLOPT_READDATA, &from);
  curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(content.size()));
  curl_easy_setopt(curl, CURLOPT_POSTQUOTE, after.get());
  auto const code = perform_believing(curl);
  // libcurl keeps a connection that still owes the answer to the rename: whatever is asked on it
  // next would wait behind it.
  if (code != CURLE_OPERATION_TIMEDOUT) handles.give_back(place.endpoint(), std::move(handle));
  note(reply, code);
  reply.may_have_arrived = rename && !reply.ok && may_have_renamed(code, from);
  return reply;
}

// Runs a command at the server; its code.
CURLcode SftpClient::Parts::ask_for(std::string const& command) {
  auto const home = place.url("");
  StringList commands;
  append(commands, command.c_str());
  auto handle = handles.take(place.endpoint());
  place.set_up(handle.get());
  curl_easy_setopt(handle.get(), CURLOPT_URL, home.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_NOBODY, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_QUOTE, commands.get());
  auto const code = perform_believing(handle.get());
  handles.give_back(place.endpoint(), std::move(handle));
  return code;
}

void SftpClient::Parts::remove(std::string const& name) {
  ask_for(fmt::format("*rm {}", place.path(name)));  // *: it may be gone already
}

SftpReply SftpClient::upload(std::string_view name, Content& content) {
  auto reply = parts_->send(name, content, true);
  if (reply.may_have_arrived) settle(name, content.size(), reply);
  return reply;
}

SftpReply SftpClient::make_ready(std::string_view name, Content& content) {
  return parts_->send(name, content, false);
}

SftpReply SftpClient::give_name(std::string_view name, std::uint64_t size) {
  SftpReply reply;
  reply.endpoint = parts_->place.endpoint();
  auto const code = parts_->ask_for(rename_command(parts_->place, name));
  note(reply, code);
  reply.may_have_arrived = !reply.ok && !never_asked(code);
  if (reply.may_have_arrived) settle(name, size, reply);
  return reply;
}

void SftpClient::discard(std::string_view name) { parts_->remove(temporary_of(name)); }

// The rename was refused, or its answer lost: where is the file?
void SftpClient::settle(std::string_view name, std::uint64_t size, SftpReply& reply) {
  switch (find(name, size)) {
    case Place::final_name:  // now, or from an earlier time
      parts_->remove(temporary_of(name));
      reply.ok = true;
      reply.may_have_arrived = false;
      reply.fault.clear();
      break;
    case Place::other_file:
      parts_->remove(temporary_of(name));
      reply.name_taken = true;
      reply.may_have_arrived = false;
      break;
    case Place::temporary_name:
      parts_->remove(temporary_of(name));
      reply.may_have_arrived = false;
      break;
    case Place::nowhere:  // taken already, perhaps
    case Place::no_answer:
      break;
  }
}

SftpClient::Place SftpClient::find(std::string_view name, std::uint64_t size) {
  auto const there = parts_->size_of(name);
  if (there >= 0) {
    return there == static_cast<std::int64_t>(size) ? Place::final_name : Place::other_file;
  }
  if (there == -2) return Place::no_answer;
  auto const waiting = parts_->size_of(temporary_of(name));
  if (waiting == -2) return Place::no_answer;
  return waiting >= 0 ? Place::temporary_name : Place::nowhere;
}

std::int64_t SftpClient::Parts::size_of(std::string_view name) {
  auto const url = place.url(name);
  auto handle = handles.take(place.endpoint());
  auto* curl = handle.get();
  place.set_up(curl);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
  auto const code = perform_believing(curl);
  curl_off_t size = -1;
  if (code == CURLE_OK) {
    curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
  }
  handles.give_back(place.endpoint(), std::move(handle));
  if (code == CURLE_REMOTE_FILE_NOT_FOUND) return -1;
  return code == CURLE_OK && size >= 0 ? static_cast<std::int64_t>(size) : -2;
}

}  // namespace airut::channels
