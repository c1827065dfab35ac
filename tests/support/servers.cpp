#include "tests/support/servers.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace airut::tests {
namespace fs = std::filesystem;
namespace {

void write(fs::path const& path, std::string const& text) {
  std::ofstream out{path, std::ios::binary};
  out << text;
}

std::string read(fs::path const& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void must(std::vector<std::string> const& command, fs::path const& output) {
  if (run(command, output) != 0) {
    throw std::runtime_error{fmt::format("{} failed: {}", command[0], read(output))};
  }
}

void sign(fs::path const& folder, std::string const& name, std::string const& extension) {
  auto const log = folder / "openssl.log";
  auto const at = [&](std::string const& file) { return (folder / file).string(); };
  must({"openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", at(name + ".key"), "-out",
        at(name + ".csr"), "-subj", "/CN=localhost"},
       log);
  write(folder / (name + ".ext"), extension);
  must({"openssl", "x509", "-req", "-in", at(name + ".csr"), "-CA", at("ca.pem"), "-CAkey",
        at("ca.key"), "-CAcreateserial", "-days", "2", "-out", at(name + ".pem"), "-extfile",
        at(name + ".ext")},
       log);
}

// getpwnam() answers in one place for every name.
passwd user_named(char const* name) {
  auto const* found = ::getpwnam(name);
  if (!found) throw std::runtime_error{fmt::format("there is no user {}", name)};
  return *found;
}

std::string main_cf(fs::path const& folder, Certificates const& certificates) {
  auto const at = [&](std::string const& file) { return (folder / file).string(); };
  return fmt::format(
      "compatibility_level = 3.6\nqueue_directory = {}\ndata_directory = {}\n"
      "maillog_file = {}\nmaillog_file_prefixes = /\nmail_owner = postfix\n"
      "setgid_group = postdrop\ninet_interfaces = 127.0.0.1\ninet_protocols = ipv4\n"
      "myhostname = mail.example.test\nmydestination =\n"
      "virtual_mailbox_domains = example.test\nvirtual_mailbox_base = {}\n"
      "virtual_mailbox_maps = texthash:{}\nvirtual_minimum_uid = 1\n"
      "virtual_uid_maps = static:{}\nvirtual_gid_maps = static:{}\n"
      "smtpd_tls_cert_file = {}\nsmtpd_tls_key_file = {}\nsmtpd_tls_security_level = encrypt\n"
      "smtpd_tls_loglevel = 0\nsmtpd_recipient_restrictions ="
      " check_recipient_access regexp:{}, permit_mynetworks, reject\nmynetworks = 127.0.0.0/8\n"
      "smtpd_reject_unlisted_recipient = no\nrecipient_delimiter = +\n",
      at("queue"), at("state"), at("mail.log"), at("mail"), at("boxes"), user_named("mail").pw_uid,
      user_named("mail").pw_gid, certificates.server().string(), certificates.server_key().string(),
      at("access"));
}

std::string master_cf(int port) {
  std::string services = fmt::format("127.0.0.1:{} inet n - n - - smtpd\n", port);
  services += "pickup unix n - n 60 1 pickup\ncleanup unix n - n - 0 cleanup\n";
  services += "qmgr unix n - n 300 1 qmgr\ntlsmgr unix - - n 1000? 1 tlsmgr\n";
  services += "rewrite unix - - n - - trivial-rewrite\nbounce unix - - n - 0 bounce\n";
  services += "defer unix - - n - 0 bounce\ntrace unix - - n - 0 bounce\n";
  services += "verify unix - - n - 1 verify\nflush unix n - n 1000? 0 flush\n";
  services += "proxymap unix - - n - - proxymap\nsmtp unix - - n - - smtp\n";
  services +=
      "showq unix n - n - - showq\nerror unix - - n - - error\nretry unix - - n - - error\n";
  services += "discard unix - - n - - discard\nvirtual unix - n n - - virtual\n";
  services += "anvil unix - - n - 1 anvil\nscache unix - - n - 1 scache\n";
  services += "postlog unix-dgram n - n - 1 postlogd\n";
  return services;
}

std::vector<std::string> bodies_in(fs::path const& folder) {
  std::vector<fs::path> files;
  for (auto const& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> bodies;
  for (auto const& file : files) bodies.push_back(read(file));
  return bodies;
}

}  // namespace

Certificates::Certificates(fs::path folder, std::string const& names) : folder_(std::move(folder)) {
  auto const log = folder_ / "openssl.log";
  must({"openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
        "/CN=Test authority", "-keyout", (folder_ / "ca.key").string(), "-out",
        authority().string()},
       log);
  sign(folder_, "server", fmt::format("subjectAltName={}\n", names));
  sign(folder_, "client", "extendedKeyUsage=clientAuth\n");
}

MailServer::MailServer(std::string const& names)
    : certificates_(folder_.path(), names), port_(free_port()) {
  auto const& folder = folder_.path();
  fs::permissions(folder, fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  auto const postfix = user_named("postfix");
  auto const mail = user_named("mail");
  for (auto const name : {"etc", "queue", "state", "mail"}) fs::create_directory(folder / name);
  if (::chown((folder / "state").c_str(), postfix.pw_uid, postfix.pw_gid) != 0 ||
      ::chown((folder / "mail").c_str(), mail.pw_uid, mail.pw_gid) != 0) {
    throw std::runtime_error{"Postfix needs root"};
  }
  std::string boxes;
  for (auto const name : {"osto", "laskut", "maksaja", "kunde"}) {
    boxes += fmt::format("{}@example.test {}/\n", name, name);
  }
  write(folder / "boxes", boxes);
  write(folder / "access",
        "/^later@/ 450 4.2.0 Greylisted, come again\n/^full@/ 452 4.2.2 Mailbox full\n"
        "/^gone@/ 550 5.1.1 No such mailbox\n/^spam@/ 550 5.7.1 Refused by policy\n");
  write(folder / "etc/main.cf", main_cf(folder, certificates_));
  write(folder / "etc/master.cf", master_cf(port_));
  auto const started =
      run({"postfix", "-c", (folder / "etc").string(), "start"}, folder / "start.log");
  running_ = started == 0;
  if (!running_ || !wait_for_port(port_)) {
    throw std::runtime_error{"Postfix did not start: " + read(folder / "start.log") +
                             read(folder / "mail.log")};
  }
}

MailServer::~MailServer() { stop(); }

void MailServer::stop() {
  if (!running_) return;
  running_ = false;
  run({"postfix", "-c", (folder_.path() / "etc").string(), "stop"}, folder_.path() / "start.log");
}

fs::path MailServer::maildir(std::string const& recipient) const {
  auto const box = folder_.path() / "mail" / recipient.substr(0, recipient.find('@'));
  auto const mail = user_named("mail");
  for (auto const& folder : {box, box / "new", box / "cur", box / "tmp"}) {
    if (fs::create_directory(folder) && ::chown(folder.c_str(), mail.pw_uid, mail.pw_gid) != 0)
      throw std::runtime_error{"a mailbox needs root"};
  }
  return box;
}

std::vector<std::string> MailServer::mails(std::string const& recipient, std::size_t count) const {
  auto const box = folder_.path() / "mail" / recipient.substr(0, recipient.find('@')) / "new";
  std::vector<std::string> mails;
  for (int i = 0; i < 200 && mails.size() < count; ++i) {
    mails.clear();
    std::error_code absent;
    for (auto const& entry : fs::directory_iterator(box, absent))
      mails.push_back(read(entry.path()));
    if (mails.size() < count) std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return mails;
}

FileServer::FileServer() : port_(free_port()) {
  auto const& folder = folder_.path();
  auto const at = [&](std::string const& file) { return (folder / file).string(); };
  auto const log = folder / "sshd.log";
  for (auto const name : {"host_key", "client_key"}) {
    must({"ssh-keygen", "-q", "-t", "ecdsa", "-m", "PEM", "-N", "", "-f", at(name)}, log);
  }
  fs::copy_file(folder / "client_key.pub", folder / "authorized_keys");
  fs::create_directory(root());
  fs::create_directories("/run/sshd");
  write(folder / "sshd_config",
        fmt::format("Port {}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\n"
                    "PidFile {}\nStrictModes no\nUsePAM no\nPermitRootLogin yes\n"
                    "PasswordAuthentication no\nSubsystem sftp internal-sftp\n",
                    port_, at("host_key"), at("authorized_keys"), at("pid")));
  start();
}

void FileServer::start() {
  auto const& folder = folder_.path();
  auto const log = folder / "sshd.log";
  server_ = std::make_unique<Process>(std::vector<std::string>{"/usr/sbin/sshd", "-D", "-e", "-f",
                                                               (folder / "sshd_config").string()},
                                      log);
  if (!wait_for_port(port_)) throw std::runtime_error{"sshd did not start: " + read(log)};
}

std::string FileServer::user() const { return ::getpwuid(::getuid())->pw_name; }

std::string FileServer::host_key_sha256() const {
  auto const out = folder_.path() / "fingerprint";
  fs::remove(out);
  must({"ssh-keygen", "-l", "-f", (folder_.path() / "host_key.pub").string()}, out);
  auto const line = read(out);
  auto const from = line.find("SHA256:");
  return line.substr(from, line.find(' ', from) - from);
}

OperatorServer::OperatorServer() : certificates_(folder_.path()), port_(free_port()) {
  fs::create_directory(folder_.path() / "received");
  fs::create_directory(folder_.path() / "feedback");
  server_ = std::make_unique<Process>(
      std::vector<std::string>{"python3", AIRUT_SOURCE "/tests/support/operator.py",
                               std::to_string(port_), folder_.path().string()},
      folder_.path() / "operator.log");
  if (!wait_for_port(port_)) {
    throw std::runtime_error{"the operator did not start: " +
                             read(folder_.path() / "operator.log")};
  }
}

std::string OperatorServer::url(std::string const& path) const {
  return fmt::format("https://localhost:{}{}", port_, path);
}

std::vector<std::string> OperatorServer::received() const {
  return bodies_in(folder_.path() / "received");
}

std::vector<std::pair<std::string, std::string>> OperatorServer::posts() const {
  std::ifstream in{folder_.path() / "posts"};
  std::vector<std::pair<std::string, std::string>> posts;
  std::string id, digest;
  while (in >> id >> digest) posts.emplace_back(id, digest);
  return posts;
}

void OperatorServer::leave_feedback(std::string const& name, std::string_view bytes) const {
  auto const file = folder_.path() / "feedback" / name;
  write(file, std::string{bytes});
  fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::minutes{2});
}

bool OperatorServer::has_feedback(std::string const& name) const {
  return fs::exists(folder_.path() / "feedback" / name);
}

void OperatorServer::behave(std::string_view mode) const {
  write(folder_.path() / "mode", std::string{mode});
}

MailPeer::MailPeer() : port_(free_port()) {
  fs::create_directory(folder_.path() / "taken");
  server_ = std::make_unique<Process>(
      std::vector<std::string>{"python3", AIRUT_SOURCE "/tests/support/mail_peer.py",
                               std::to_string(port_), (folder_.path() / "taken").string()},
      folder_.path() / "log");
  if (!wait_for_port(port_)) throw std::runtime_error{"the mail peer did not start"};
}

std::vector<std::string> MailPeer::taken() const { return bodies_in(folder_.path() / "taken"); }

Relay::Relay(int target, int bytes, End end) : port_(free_port()) {
  server_ = std::make_unique<Process>(
      std::vector<std::string>{"python3", AIRUT_SOURCE "/tests/support/proxy.py",
                               std::to_string(port_), std::to_string(target), std::to_string(bytes),
                               end == End::cut    ? "cut"
                               : end == End::hang ? "hang"
                                                  : "once"},
      folder_.path() / "log");
  if (!wait_for_port(port_)) throw std::runtime_error{"the relay did not start"};
}

}  // namespace airut::tests
