#include <set>

#include <doctest/doctest.h>

#include "tests/e2e/claim_steps.hpp"

// What the published schemas say of answers, held against answers.
using namespace airut;
using namespace airut::tests;

namespace {

namespace bj = boost::json;

class Published {
 public:
  explicit Published(bj::value document) : document_(std::move(document)) {}

  bj::object const& paths() const { return document_.at("paths").as_object(); }

  // Members anywhere in the answer that its schema does not name, as "Schema.member".
  void compare(bj::value const& answer, bj::object const& schema, std::string const& name,
               std::set<std::string>& unnamed) const {
    if (auto const* reference = schema.if_contains("$ref")) {
      auto const text = std::string{reference->as_string()};
      auto const last = text.substr(text.rfind('/') + 1);
      auto const& all = document_.at("components").at("schemas").as_object();
      return compare(answer, all.at(last).as_object(), last, unnamed);
    }
    if (auto const* parts = schema.if_contains("allOf"))
      return compare(answer, joined(parts->as_array()), name, unnamed);
    auto const* items = schema.if_contains("items");
    if (auto const* list = answer.if_array(); list && items) {
      for (auto const& one : *list) compare(one, items->as_object(), name, unnamed);
    }
    auto const* properties = schema.if_contains("properties");
    if (!answer.is_object() || properties == nullptr) return;
    for (auto const& [member, value] : answer.as_object()) {
      auto const path = name + "." + std::string{member};
      if (auto const* known = properties->as_object().if_contains(member)) {
        compare(value, known->as_object(), path, unnamed);
      } else {
        unnamed.insert(path);
      }
    }
  }

 private:
  // One schema with the members of all parts.
  bj::object joined(bj::array const& parts) const {
    bj::object properties;
    for (auto const& part : parts) {
      auto const* reference = part.as_object().if_contains("$ref");
      auto const text = reference ? std::string{reference->as_string()} : std::string{};
      auto const& one =
          reference ? document_.at("components").at("schemas").at(text.substr(text.rfind('/') + 1))
                    : part;
      for (auto const& [name, schema] : one.at("properties").as_object())
        properties.insert_or_assign(name, schema);
    }
    return {{"properties", properties}};
  }

  bj::value document_;
};

// The schema of a good JSON answer; nothing when the route has none.
bj::object const* answer_schema(bj::object const& operation) {
  auto const* good = operation.at("responses").as_object().if_contains("200");
  auto const* content = good ? good->as_object().if_contains("content") : nullptr;
  auto const* json = content ? content->as_object().if_contains("application/json") : nullptr;
  auto const* schema = json ? json->as_object().if_contains("schema") : nullptr;
  return schema ? &schema->as_object() : nullptr;
}

// A house in which something has happened: a letter, payments that fit and do not, a link.
void live(Gateway& gateway) {
  auto const invoice = submitted(gateway, "S-1");
  submitted(gateway, "S-2");
  set_clock(gateway, "2026-03-30");
  gateway.post("/v1/payment-files", statement("2026-03-27", {{"10.00", invoice.reference, "A1", ""},
                                                             {"20.00", "1232", "A2", ""}}));
  REQUIRE(gateway.post("/v1/day-runs", day_run("2026-03-30")).status == 200);
  gateway.post("/v1/invoices/" + invoice.id + "/links", "{}");
  gateway.post("/v1/invoices/" + invoice.id + "/messages",
               R"({"text":"Hei","author":"biller","recipient":"service"})");
  gateway.post("/v1/webhook-endpoints", R"({"url":"https://erp.example/hooks"})");
}

// The first id in a list, for the routes about one object.
std::string first_id(bj::value const& answer) {
  auto const* data = answer.is_object() ? answer.as_object().if_contains("data") : nullptr;
  if (!data || !data->is_array() || data->as_array().empty()) return {};
  auto const* id = data->as_array().front().as_object().if_contains("id");
  return id && id->is_string() ? std::string{id->as_string()} : "";
}

}  // namespace

TEST_CASE("every member of an answer stands in the schema that is published for it") {
  Gateway gateway{clocked_toml()};
  live(gateway);
  Published const published{gateway.get("/openapi.json").body};
  std::set<std::string> unnamed;
  std::size_t compared = 0;
  auto const look = [&](std::string const& path, bj::object const& operations) {
    auto const* schema = answer_schema(operations.at("get").as_object());
    if (schema == nullptr) return std::string{};
    auto const answer = gateway.get(path);
    if (answer.status != 200) return std::string{};
    published.compare(answer.body, *schema, path, unnamed);
    ++compared;
    return first_id(answer.body);
  };
  for (auto const& [path, operations] : published.paths()) {
    auto const& acts = operations.as_object();
    if (!acts.contains("get") || path.find('{') != path.npos) continue;
    auto const id = look(std::string{path}, acts);
    for (auto const& [inner, more] : published.paths()) {
      auto const start = std::string{path} + "/{id}";
      bool const of_it = inner.starts_with(start) && more.as_object().contains("get");
      if (id.empty() || !of_it) continue;
      look(std::string{path} + "/" + id + std::string{inner.substr(start.size())},
           more.as_object());
    }
  }
  CHECK(compared > 25);
  for (auto const& one : unnamed) CHECK_MESSAGE(false, one);
}
