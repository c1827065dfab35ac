#pragma once

#include <filesystem>

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

}  // namespace airut::channels
