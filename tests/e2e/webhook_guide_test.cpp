// The guide for whoever receives webhooks: its example is signed as Airut signs, and its code says
// so.
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "gateway/webhooks/signature.hpp"
#include "tests/support/process.hpp"
#include "tests/support/temp_directory.hpp"

using namespace airut;

namespace {

std::string guide() {
  std::ifstream in{AIRUT_SOURCE "/gateway/webhooks/GUIDE.md", std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

// What stands between the two behind the mark.
std::string between(std::string const& text, std::string_view mark, std::string_view from,
                    std::string_view to) {
  auto const begin = text.find(from, text.find(mark)) + from.size();
  auto const end = text.find(to, begin);
  REQUIRE(end != text.npos);
  return text.substr(begin, end - begin);
}

struct Example {
  std::string text = guide();
  std::string secret = between(text, "The secret of this example", "`", "`");
  std::string id = between(text, "POST /airut", "webhook-id: ", "\n");
  std::string timestamp = between(text, "POST /airut", "webhook-timestamp: ", "\n");
  std::string signature = between(text, "POST /airut", "webhook-signature: ", "\n");
  std::string body = between(text, "webhook-signature: ", "\n\n", "\n```");
  std::string code = between(text, "## Verifying it", "```python\n", "```");
};

}  // namespace

TEST_SUITE("e2e/webhook_guide") {
  TEST_CASE("the example of the guide is signed as Airut signs") {
    Example const one;
    CHECK(one.body.front() == '{');
    CHECK(one.signature == gateway::webhook_signature(one.secret, one.id, one.timestamp, one.body));
  }

  TEST_CASE("the code of the guide takes its example, and nothing that was changed or is old") {
    if (!tests::has_program("python3")) return;
    Example const one;
    tests::TempDirectory const folder;
    std::ofstream{folder.path() / "check.py"}
        << one.code
        << fmt::format(R"py(
secret = "{0}"
body = b'''{1}'''
headers = {{"webhook-id": "{2}", "webhook-timestamp": "{3}", "webhook-signature": "v1,x {4}"}}
sent = {3}
assert is_ours(secret, headers, body, sent + 1)
assert not is_ours(secret, headers, body + b" ", sent + 1)
assert not is_ours(secret, headers, body, sent + 600)
assert not is_ours(secret, headers, body)
assert not is_ours(secret, {{**headers, "webhook-id": "evt_other"}}, body, sent + 1)
assert not is_ours("whsec_AAAA", headers, body, sent + 1)
)py",
                       one.secret, one.body, one.id, one.timestamp, one.signature);
    CHECK(tests::run({"python3", (folder.path() / "check.py").string()}, folder.path() / "log") ==
          0);
  }
}
