#pragma once

#include <filesystem>

#include "channels/http/client.hpp"
#include "channels/http/sftp_reader.hpp"
#include "channels/inbox/inbox.hpp"

// Where inboxes are; for the sources of this room.
namespace airut::channels {

class DirectoryInbox final : public Inbox {
 public:
  DirectoryInbox(std::filesystem::path folder, std::string archive)
      : folder_(std::move(folder)), archive_(std::move(archive)) {}

  Answer<std::vector<InboxFile>> list() override;
  Answer<std::string> fetch(std::string const& name) override;
  Answer<bool> put_away(std::string const& name, std::string const& as) override;

 private:
  std::filesystem::path folder_;
  std::string archive_;
};

class SftpInbox final : public Inbox {
 public:
  SftpInbox(config::SftpSettings settings, std::string archive)
      : reader_(std::move(settings)), archive_(std::move(archive)) {}

  Answer<std::vector<InboxFile>> list() override;
  Answer<std::string> fetch(std::string const& name) override;
  Answer<bool> put_away(std::string const& name, std::string const& as) override;

 private:
  SftpReader reader_;
  std::string archive_;
};

// A list of files behind a URL, as channels/operator_sftp/GUIDE.md agrees on it with operators.
class HttpInbox final : public Inbox {
 public:
  explicit HttpInbox(config::HttpSettings settings);

  Answer<std::vector<InboxFile>> list() override;
  Answer<std::string> fetch(std::string const& name) override;
  // Deletes it there: the other side keeps no archive of ours.
  Answer<bool> put_away(std::string const& name, std::string const& as) override;

 private:
  HttpReply ask(HttpClient& client, std::string const& method, std::string url) const;
  std::string url_of(std::string_view name) const;

  config::HttpSettings settings_;
  HttpClient short_answers_, files_;
};

// A name is a name, not a way to somewhere else.
bool is_plain_name(std::string_view name);

}  // namespace airut::channels
