#pragma once

#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "channels/http/client.hpp"
#include "config/answers.hpp"
#include "config/efaktura_settings.hpp"
#include "config/vipps_settings.hpp"
#include "tests/support/servers.hpp"
#include "tests/support/shared_data.hpp"

namespace airut::tests {

inline config::OperatorAnswers const& shipped_answers() {
  static auto const answers = config::OperatorAnswers::load(AIRUT_SOURCE "/config/tables", {});
  if (!answers) throw std::runtime_error{answers.error()};
  return *answers;
}

// What both simulators share: a process of tests/peers with TLS, its behaviour, and its logs.
class ConsumerPeer {
 public:
  ConsumerPeer(std::string const& script, std::vector<std::string> const& more)
      : port_(free_port()) {
    for (auto const& file :
         {certificates().authority(), certificates().server(), certificates().server_key()}) {
      std::filesystem::copy_file(file, folder_.path() / file.filename());
    }
    std::vector<std::string> command{"/usr/bin/python3",
                                     std::string{AIRUT_SOURCE "/tests/peers/"} + script,
                                     std::to_string(port_), folder_.path().string()};
    command.insert(command.end(), more.begin(), more.end());
    server_ = std::make_unique<Process>(command, folder_.path() / "peer.log");
    if (!wait_for_port(port_)) {
      throw std::runtime_error{"the peer did not start: " + slurp(folder_.path() / "peer.log")};
    }
    channels::HttpOptions options;
    options.ca_file = certificates().authority();
    options.reply_bytes = 64u << 20;  // all that it was ever brought
    client_ = std::make_unique<channels::HttpClient>(options);
  }

  // Members of behaviour.json as JSON text: "\"add\":\"cut\"".
  void behave(std::string const& members) {
    auto const fresh = folder_.path() / "behaviour.new";
    std::ofstream{fresh} << "{" << recipients_ << (members.empty() ? "" : ",") << members << "}";
    std::filesystem::rename(fresh, folder_.path() / "behaviour.json");
  }
  std::string url(std::string const& path) const {
    return fmt::format("https://localhost:{}{}", port_, path);
  }
  // What it keeps, or does for a test.
  boost::json::value test(std::string const& path, std::string const& body = {}) const {
    channels::HttpRequest request;
    request.method = body.empty() ? "GET" : "POST";
    request.url = url(path);
    request.body = body;
    auto const reply = client_->perform(request);
    if (reply.status != 200) throw std::runtime_error{fmt::format("{}: {}", path, reply.status)};
    return boost::json::parse(reply.body);
  }
  // Every request that came, in order.
  std::vector<boost::json::object> log() const {
    std::vector<boost::json::object> all;
    std::ifstream in{folder_.path() / "log.jsonl"};
    for (std::string line; std::getline(in, line);) {
      all.push_back(boost::json::parse(line).as_object());
    }
    return all;
  }
  // Breaks of the contract, by us or by the peer itself; "" when there is none.
  std::string violations() const { return slurp(folder_.path() / "violations"); }
  // Made once: keys cost time.
  static Certificates const& certificates() {
    static TempDirectory const folder;
    static Certificates const made{folder.path()};
    return made;
  }

 protected:
  std::string recipients_;

 private:
  TempDirectory folder_;
  int port_;
  std::unique_ptr<Process> server_;
  std::unique_ptr<channels::HttpClient> client_;
};

// Vipps, by its contract in the shared material. Knows the recipient nin-no:01032300371.
class VippsPeer : public ConsumerPeer {
 public:
  static bool available() {
    TempDirectory const folder;
    if (!has_shared("data/vipps")) return false;
    if (run({"/usr/bin/python3", "-c", "import jsonschema, cryptography"}, folder.path() / "log") ==
        0)
      return true;
    MESSAGE("skipped: python3-jsonschema or python3-cryptography is not here");
    return false;
  }

  VippsPeer() : ConsumerPeer("vipps_peer.py", {shared("data/vipps").string()}) {
    recipients_ = R"("recipients":{"nin-no:01032300371":true,"msisdn:4797777776":true})";
    behave({});
  }

  config::VippsSettings settings() const {
    config::VippsSettings settings;
    settings.url = url("/vipps-isp/v1");
    settings.token_url = url("/accesstoken/get");
    settings.jwk_url = url("/vipps-invoice/public/jwk");
    settings.client_id = "airut";
    settings.client_secret.value = "hush";
    settings.subscription_key.value = "subscription";
    settings.ca_file = certificates().authority();
    settings.timeout = std::chrono::seconds{2};
    return settings;
  }

  // The states that an invoice has been in, "created,pending"; "" when it is not there.
  std::string history(std::string const& id) const {
    auto const all = test("/test/invoices").as_object();
    auto const* one = all.if_contains(id);
    std::string text;
    for (auto const& state : one ? one->as_array() : boost::json::array{}) {
      text += (text.empty() ? "" : ",") + std::string{state.as_string()};
    }
    return text;
  }
  std::size_t count() const { return test("/test/invoices").as_object().size(); }
  void move(std::string const& id, std::string const& to) const {
    test("/test/move", fmt::format(R"({{"id":"{}","to":"{}"}})", id, to));
  }
};

// The operator of eFaktura. Knows efaktura:9001, nin-no:01032300371 and msisdn:4797777776 as one.
class EfakturaPeer : public ConsumerPeer {
 public:
  static bool available() {
    TempDirectory const folder;
    if (run({"/usr/bin/python3", "-c", "import lxml"}, folder.path() / "log") == 0) return true;
    MESSAGE("skipped: python3-lxml is not here");
    return false;
  }

  EfakturaPeer() : ConsumerPeer("efaktura_peer.py", {}) {
    constexpr auto known =
        R"({"match":"EXACT_MATCH","identifier":"9001","auto":true,"agreed":false})";
    recipients_ = fmt::format(
        R"("recipients":{{"efaktura:9001":{0},"nin-no:01032300371":{0},"msisdn:4797777776":{0},)"
        R"("efaktura:1":{{"match":"MULTIPLE_MATCH"}},)"
        R"("efaktura:2":{{"match":"EXACT_MATCH","identifier":"2","auto":false}},)"
        R"("efaktura:3":{{"match":"EXACT_MATCH","identifier":"3","blocked":true}}}})",
        known);
    behave({});
  }

  config::EfakturaSettings settings() const {
    config::EfakturaSettings settings;
    settings.url = url("/ws");
    settings.token_url = url("/token");
    settings.client_id = "airut";
    settings.client_secret.emplace();
    settings.client_secret->value = "hush&hush";
    settings.ca_file = certificates().authority();
    settings.timeout = std::chrono::seconds{2};
    return settings;
  }
  boost::json::object documents() const { return test("/test/documents").as_object(); }
};

}  // namespace airut::tests
