#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

namespace airut::tests {

struct Answer {
  int status = 0;
  boost::json::value body;  // null when it is no JSON
  std::string text;
  std::string header(std::string_view lower_case_name) const;
  std::string string(std::string_view member) const;  // "" when absent

  std::vector<std::pair<std::string, std::string>> headers;
};

struct TlsFiles {
  std::string certificate, private_key;  // PEM; empty: plain HTTP
  std::string authority = {};            // who issued it; given: the gateway is asked over TLS
};

// The airut binary running on a configuration in a directory of its own, spoken to over HTTP.
class Gateway {
 public:
  // toml is what stands behind the listeners, data directory and key, which are given; the text
  // "@HOME@" in it becomes the directory.
  explicit Gateway(std::string const& toml, TlsFiles const& tls = {});
  ~Gateway();

  std::filesystem::path const& home() const { return folder_.path(); }
  std::filesystem::path data() const { return home() / "data"; }
  std::string store() const;  // as --data takes it
  std::string url(std::string const& path) const;
  int port() const { return port_; }
  void start();  // waits until it answers
  void stop();   // SIGTERM, waits; throws unless it ended well
  void kill();   // SIGKILL, waits
  std::string log() const;

  Answer get(std::string const& path) const;
  int readiness() const;        // the status of /readyz
  std::string metrics() const;  // the text for Prometheus, from the admin listener
  Answer post(std::string const& path, std::string const& body, std::string key = {}) const;
  Answer send(std::string const& method, std::string const& path, std::string const& body,
              std::vector<std::pair<std::string, std::string>> headers) const;
  // Runs the command line against this gateway; output to the text, exit status back.
  int cli(std::vector<std::string> const& words, std::string* output = nullptr) const;
  // Asks until the answer satisfies; false after a minute.
  bool until(std::function<bool()> const& satisfied) const;

 private:
  Answer admin(std::string const& path) const;

  TempDirectory folder_;
  std::string authority_;
  int port_, admin_port_;
  std::unique_ptr<Process> process_;
};

// A tenant with one Finnish billing client, bills by Finvoice into @HOME@/out.
std::string sample_toml();
// A Norwegian billing client that goes by one channel; more is put into its table.
std::string norwegian_client(std::string_view ref, std::string_view channel,
                             std::string_view more = {});
// A valid submission with this number; more is put into the invoice object.
std::string sample_json(std::string const& number);

}  // namespace airut::tests
