#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "channels/http/client.hpp"
#include "tests/support/peppol_network.hpp"

namespace airut::tests {

// An access point on the JDK and Apache Santuario that knows the network's keys; how it behaves is
// in tests/peers/as4_java. Compiling and starting it costs seconds: one for all cases.
class JavaAccessPoint {
 public:
  static bool available() {
    if (has_program("javac") && std::filesystem::exists("/usr/share/java/xmlsec.jar")) return true;
    MESSAGE("skipped: a JDK and libxml-security-java are not here");
    return false;
  }

  explicit JavaAccessPoint(PeppolNetwork const& network)
      : control_(free_port()), as4_(free_port()) {
    auto const log = folder_.path() / "log";
    std::vector<std::string> compile{"javac", "-cp", jars(), "-d", folder_.path().string()};
    for (auto const& one :
         std::filesystem::directory_iterator{AIRUT_SOURCE "/tests/peers/as4_java"}) {
      if (one.path().extension() == ".java") compile.push_back(one.path().string());
    }
    if (run(compile, log) != 0) throw std::runtime_error{slurp(log)};
    server_ = std::make_unique<Process>(
        std::vector<std::string>{"java", "-XX:TieredStopAtLevel=1", "-Xmx128m", "-cp",
                                 folder_.path().string() + ":" + jars(), "As4Peer",
                                 std::to_string(control_), std::to_string(as4_), network.file("")},
        log);
    if (!wait_for_port(control_)) throw std::runtime_error{slurp(log)};
  }

  // Where it takes messages and answers them like this.
  std::string url(std::string const& how) const {
    return fmt::format("https://localhost:{}/{}", as4_, how);
  }
  // Has it bring what these properties wish for; what it says of the answer.
  boost::json::object bring(std::vector<std::pair<std::string, std::string>> const& wish) const {
    std::string properties;
    for (auto const& [name, value] : wish) properties += fmt::format("{}={}\n", name, value);
    return asked("bring", properties).as_object();
  }
  // What came and was opened, in order: message_id, recipient, payload (SHA-256), how.
  boost::json::array taken() const { return asked("taken", {}).as_array(); }
  std::string log() const { return slurp(folder_.path() / "log"); }

 private:
  static std::string jars() {
    return "/usr/share/java/xmlsec.jar:/usr/share/java/slf4j-api.jar:"
           "/usr/share/java/commons-codec.jar";
  }

  boost::json::value asked(std::string const& path, std::string const& body) const {
    channels::HttpClient client{{}};
    channels::HttpRequest request;
    request.method = body.empty() ? "GET" : "POST";
    request.url = fmt::format("http://127.0.0.1:{}/{}", control_, path);
    request.body = body;
    return boost::json::parse(client.perform(request).body);
  }

  TempDirectory folder_;
  int control_, as4_;
  std::unique_ptr<Process> server_;
};

}  // namespace airut::tests
