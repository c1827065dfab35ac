#include "channels/http/sftp_reader.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "channels/http/curl_handles.hpp"
#include "channels/http/sftp_place.hpp"

namespace airut::channels {
namespace {

struct Download {
  std::string bytes;
  std::uint64_t bytes_most = 0;
};

std::size_t write_some(char* from, std::size_t size, std::size_t count, void* to) {
  auto& download = *static_cast<Download*>(to);
  if (download.bytes.size() + size * count > download.bytes_most) return 0;  // ends the transfer
  download.bytes.append(from, size * count);
  return size * count;
}

SftpFault::Kind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
      return SftpFault::Kind::host_key_changed;
    case CURLE_LOGIN_DENIED:
      return SftpFault::Kind::refused_login;
    case CURLE_REMOTE_FILE_NOT_FOUND:
      return SftpFault::Kind::not_there;
    case CURLE_REMOTE_ACCESS_DENIED:
    case CURLE_QUOTE_ERROR:  // of move()
      return SftpFault::Kind::denied;
    case CURLE_WRITE_ERROR:
      return SftpFault::Kind::too_large;
    default:
      return SftpFault::Kind::away;
  }
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    auto const end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (!line.empty()) lines.emplace_back(line);
  }
  return lines;
}

// Whether the long listing, which servers mostly write as ls does, has the name as a folder.
bool is_folder(std::vector<std::string> const& listing, std::string const& name) {
  return std::any_of(listing.begin(), listing.end(), [&](std::string const& line) {
    return line.front() == 'd' && line.ends_with(" " + name);
  });
}

constexpr std::uint64_t listing_most = 16u << 20;

}  // namespace

struct SftpReader::Parts {
  SftpPlace place;
  EasyHandles handles;

  SftpFault fault(CURLcode code) const {
    return {kind_of(code), fault_text(code), place.endpoint()};
  }
  // Runs one request that prepare() completes.
  template <class Prepare, class Done>
  CURLcode perform(std::string const& url, Prepare prepare, Done done);
  Answer<std::string> read(std::string const& url, std::uint64_t bytes_most, bool names_only);
};

template <class Prepare, class Done>
CURLcode SftpReader::Parts::perform(std::string const& url, Prepare prepare, Done done) {
  auto handle = handles.take(place.endpoint());
  auto* curl = handle.get();
  place.set_up(curl);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  prepare(curl);
  auto const code = perform_believing(curl);
  done(curl, code);
  handles.give_back(place.endpoint(), std::move(handle));
  return code;
}

SftpReader::Answer<std::string> SftpReader::Parts::read(std::string const& url,
                                                        std::uint64_t bytes_most, bool names_only) {
  Download download{{}, bytes_most};
  auto const prepare = [&](CURL* curl) {
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, write_some);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &download);
    curl_easy_setopt(curl, CURLOPT_DIRLISTONLY, names_only ? 1L : 0L);
  };
  auto const code = perform(url, prepare, [](CURL*, CURLcode) {});
  if (code != CURLE_OK) return tl::unexpected{fault(code)};
  return std::move(download.bytes);
}

SftpReader::SftpReader(config::SftpSettings settings)
    : parts_(std::make_unique<Parts>(SftpPlace{std::move(settings)})) {}

SftpReader::~SftpReader() = default;

SftpReader::Answer<std::vector<std::string>> SftpReader::names() {
  auto const url = parts_->place.url("");
  auto const short_text = parts_->read(url, listing_most, true);
  if (!short_text) return tl::unexpected{short_text.error()};
  auto const long_text = parts_->read(url, listing_most, false);
  if (!long_text) return tl::unexpected{long_text.error()};
  auto const listing = lines_of(*long_text);
  auto names = lines_of(*short_text);
  std::erase_if(names, [&](std::string const& name) {
    return name == "." || name == ".." || is_folder(listing, name);
  });
  std::sort(names.begin(), names.end());
  return names;
}

SftpReader::Answer<RemoteFile> SftpReader::look(std::string const& name) {
  RemoteFile file;
  file.name = name;
  curl_off_t size = -1, seconds = -1;
  auto const prepare = [](CURL* curl) {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(curl, CURLOPT_FILETIME, 1L);
  };
  auto const done = [&](CURL* curl, CURLcode code) {
    if (code != CURLE_OK) return;
    curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
    curl_easy_getinfo(curl, CURLINFO_FILETIME_T, &seconds);
  };
  auto const code = parts_->perform(parts_->place.url(name), prepare, done);
  if (code != CURLE_OK) return tl::unexpected{parts_->fault(code)};
  if (size < 0 || seconds < 0) {
    return tl::unexpected{SftpFault{SftpFault::Kind::denied, "Its size or time is not told.",
                                    parts_->place.endpoint()}};
  }
  file.size = static_cast<std::uint64_t>(size);
  file.modified = model::Instant{std::chrono::seconds{seconds}};
  return file;
}

SftpReader::Answer<std::string> SftpReader::fetch(std::string const& name,
                                                  std::uint64_t bytes_most) {
  return parts_->read(parts_->place.url(name), bytes_most, false);
}

SftpReader::Answer<bool> SftpReader::move(std::string const& name, std::string const& folder,
                                          std::string const& to) {
  auto const& place = parts_->place;
  StringList commands;
  append(commands, fmt::format("*mkdir {}", place.path(folder)).c_str());  // *: it may be there
  append(commands,
         fmt::format("rename {} {}", place.path(name), place.path(folder + "/" + to)).c_str());
  auto const prepare = [&](CURL* curl) {
    curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(curl, CURLOPT_QUOTE, commands.get());
  };
  auto const done = [](CURL* curl, CURLcode) {
    curl_easy_setopt(curl, CURLOPT_QUOTE, static_cast<curl_slist*>(nullptr));
  };
  auto const code = parts_->perform(place.url(""), prepare, done);
  if (code != CURLE_OK) return tl::unexpected{parts_->fault(code)};
  return true;
}

}  // namespace airut::channels
