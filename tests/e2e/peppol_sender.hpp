#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "formats/application_response/mls.hpp"
#include "tests/e2e/peppol_steps.hpp"

// Another access point, of another make, that brings messages to the real daemon.
namespace airut::tests::peppol_steps {

namespace ar = application_response;

struct Reply {
  bool receipt = false, verified = false, complete = false;
  std::string code, detail;
  std::int64_t status = 0;  // of HTTP
};

class Sender {
 public:
  explicit Sender(PeppolNetwork const& network, Gateway const& gateway)
      : Sender(network, gateway.url("/as4")) {}
  Sender(PeppolNetwork const& network, std::string url) : network_(network), url_(std::move(url)) {}

  // A message about this document; more changes it ("\"signer\":\"stranger\"").
  Reply bring(std::string const& document, std::string const& to, std::string const& id,
              std::string const& more = "{}") {
    std::ofstream{network_.file("brought.xml"), std::ios::binary} << document;
    auto wish = boost::json::parse(more).as_object();
    wish["document"] = network_.file("brought.xml");
    wish["recipient"] = to;
    if (!wish.contains("sender")) wish["sender"] = std::string{recipient};
    if (!wish.contains("message_id")) wish["message_id"] = id + "@peer.test";
    if (!wish.contains("instance_id")) wish["instance_id"] = id;
    auto const out = network_.file("sender.log");
    std::filesystem::remove(out);
    run({"/usr/bin/python3", AIRUT_SOURCE "/tests/peers/peppol_sender.py", url_, network_.file(""),
         boost::json::serialize(wish)},
        out);
    auto const text = slurp(out);
    INFO(text);
    boost::system::error_code fault;
    auto const told = boost::json::parse(text, fault);
    REQUIRE(!fault);
    Reply answer{told.at("receipt").as_bool(),
                 told.at("verified").as_bool(),
                 told.at("complete").as_bool(),
                 {},
                 {},
                 told.at("status").as_int64()};
    for (auto const& error : told.at("errors").as_array()) {
      answer.code = error.at(0).as_string();
      answer.detail = error.at(1).as_string();
    }
    return answer;
  }

 private:
  PeppolNetwork const& network_;
  std::string url_;
};

inline std::string status_about(std::string const& instance, ar::MlsCode code,
                                std::string const& reason = {}) {
  ar::Mls status;
  status.id = "s-" + instance;
  status.issued = model::parse_instant("2026-11-22T07:00:00Z").value();
  status.sender = "000002";
  status.receiver = "000001";
  status.instance_id = instance;
  status.code = code;
  if (!reason.empty()) {
    status.text = "Not taken";
    status.issues = {{"/Invoice/cbc:ID", reason, "Number missing"}};
  }
  return ar::write_mls(status);
}

}  // namespace airut::tests::peppol_steps
