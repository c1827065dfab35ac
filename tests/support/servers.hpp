#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

// Real servers on loopback, each with its own configuration and gone with the test.
namespace airut::tests {

// Certificates made by openssl: an authority, a server and a client. The server's is for localhost
// and 127.0.0.1, or what alternative names of openssl say: "DNS:mail.test".
class Certificates {
 public:
  explicit Certificates(std::filesystem::path folder,
                        std::string const& names = "DNS:localhost,IP:127.0.0.1");
  std::filesystem::path authority() const { return folder_ / "ca.pem"; }
  std::filesystem::path server() const { return folder_ / "server.pem"; }
  std::filesystem::path server_key() const { return folder_ / "server.key"; }
  std::filesystem::path client() const { return folder_ / "client.pem"; }
  std::filesystem::path client_key() const { return folder_ / "client.key"; }

 private:
  std::filesystem::path folder_;
};

// Postfix for example.test with STARTTLS. osto@, laskut@, maksaja@ and kunde@ have mailboxes;
// later@ is greylisted, full@ is over quota, gone@ does not exist, spam@ is refused by policy.
// Others are taken in and bounce afterwards to their envelope sender.
class MailServer {
 public:
  // names: what its certificate is for.
  explicit MailServer(std::string const& names = "DNS:localhost,IP:127.0.0.1");
  ~MailServer();
  static bool available() { return has_program("postfix"); }
  int port() const { return port_; }
  Certificates const& certificates() const { return certificates_; }
  // Mails that arrived for the recipient ("who@example.test"); waits up to ten seconds for count.
  std::vector<std::string> mails(std::string const& recipient, std::size_t count) const;
  // Where the mails of a recipient are, made when it is not there yet.
  std::filesystem::path maildir(std::string const& recipient) const;
  void stop();

 private:
  TempDirectory folder_;
  Certificates certificates_;
  int port_;
  bool running_ = false;
};

// OpenSSH with SFTP for the user who runs the test, by key.
class FileServer {
 public:
  FileServer();
  static bool available() { return has_program("sshd"); }
  int port() const { return port_; }
  std::string user() const;
  std::string host_key_sha256() const;  // SHA256:...
  std::filesystem::path private_key() const { return folder_.path() / "client_key"; }
  std::filesystem::path root() const { return folder_.path() / "files"; }
  void start();
  void stop() { server_.reset(); }

 private:
  TempDirectory folder_;
  int port_;
  std::unique_ptr<Process> server_;
};

// A mail server that behaves badly; how is in tests/support/mail_peer.py.
class MailPeer {
 public:
  MailPeer();
  static bool available() { return has_program("python3"); }
  int port() const { return port_; }
  // Envelope senders and mails that came whole, in order.
  std::vector<std::string> taken() const;

 private:
  TempDirectory folder_;
  int port_;
  std::unique_ptr<Process> server_;
};

// A relay to a port on this machine that carries so many bytes, then closes or hangs; cut_once:
// does so once and is whole then.
class Relay {
 public:
  enum class End { cut, hang, cut_once };
  Relay(int target, int bytes, End end);
  int port() const { return port_; }

 private:
  TempDirectory folder_;
  int port_;
  std::unique_ptr<Process> server_;
};

// HTTPS that wants a client certificate; what it answers is in tests/support/operator.py.
class OperatorServer {
 public:
  OperatorServer();
  static bool available() { return has_program("python3"); }
  std::string url(std::string const& path) const;
  Certificates const& certificates() const { return certificates_; }
  // Bodies that were taken, in order.
  std::vector<std::string> received() const;
  // Message id and digest of every document that came, also of those that came again.
  std::vector<std::pair<std::string, std::string>> posts() const;
  // Feedback that waits at /feedback, old enough to be whole; how it is given is in operator.py.
  void leave_feedback(std::string const& name, std::string_view bytes) const;
  bool has_feedback(std::string const& name) const;
  void behave(std::string_view mode) const;  // "": well

 private:
  TempDirectory folder_;
  Certificates certificates_;
  int port_;
  std::unique_ptr<Process> server_;
};

}  // namespace airut::tests
