#include <fstream>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/e2e/answers.hpp"
#include "tests/support/gateway.hpp"

using namespace airut;
using tests::count_in;

namespace {

using tests::Answer;
using tests::Gateway;
using tests::sample_json;

std::string line(std::string const& number) { return sample_json(number) + "\n"; }

Answer sent(Gateway const& gateway, std::string const& body, std::string const& key,
            std::string const& query = {}, std::string const& prefer = "wait=30") {
  return gateway.send("POST", "/v1/batches" + query, body,
                      {{"Idempotency-Key", key}, {"Prefer", prefer}});
}

std::string fault_of(Answer const& answer) {
  auto const* errors = answer.body.as_object().if_contains("errors");
  if (!errors) return answer.string("code");
  return std::string{errors->as_array().at(0).at("code").as_string()};
}

Answer finished(Gateway const& gateway, std::string const& id) {
  REQUIRE(gateway.until(
      [&] { return gateway.get("/v1/batches/" + id).string("status") != "processing"; }));
  return gateway.get("/v1/batches/" + id);
}

// A ZIP made by Python's own library: an archive of somebody else's hand.
std::string zipped(Gateway const& gateway, std::string const& script) {
  auto const file = gateway.home() / "batch.zip";
  std::filesystem::remove(file);
  std::ofstream{gateway.home() / "zip.py"} << "import zipfile, struct, sys\n"
                                           << "out = sys.argv[1]\n"
                                           << script;
  auto const log = gateway.home() / "zip.log";
  REQUIRE(tests::run({"python3", (gateway.home() / "zip.py").string(), file.string()}, log) == 0);
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

}  // namespace

TEST_CASE("a batch tells what became of each of its documents") {
  Gateway gateway{tests::sample_toml()};
  auto const body = line("L-1") + line("L-2") + "{\"client_ref\":\"siivous\"}\n\n" + line("L-1");
  auto const batch = sent(gateway, body, "batch-1");
  CHECK(batch.status == 202);
  CHECK(batch.string("status") == "completed");
  CHECK(count_in(batch, "items") == 4);
  CHECK(count_in(batch, "done") == 4);
  CHECK(count_in(batch, "accepted") == 2);
  CHECK(count_in(batch, "rejected") == 1);
  CHECK(count_in(batch, "duplicates") == 1);
  auto const& total = batch.body.at("totals").as_array().at(0);
  CHECK(total.at("currency").as_string() == "EUR");
  CHECK(total.at("invoices").as_int64() == 2);
  CHECK(total.at("gross").as_string() == "1066.76");
  auto const path = "/v1/batches/" + batch.string("id");
  CHECK(batch.header("location") == path);
  auto const items = gateway.get(path + "/items");
  auto const& rows = items.body.at("data").as_array();
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].at("outcome").as_string() == "accepted");
  CHECK(rows[2].at("position").as_int64() == 3);
  CHECK(rows[2].at("problem").at("errors").as_array().size() >= 1);
  CHECK(rows[3].at("outcome").as_string() == "duplicate");
  CHECK(rows[3].at("invoice_id") == rows[0].at("invoice_id"));
  CHECK(rows[3].at("number").as_string() == "L-1");
  auto const odd = gateway.get(path + "/items?outcome=rejected");
  CHECK(odd.body.at("data").as_array().size() == 1);
  auto const first = gateway.get(path + "/items?limit=3");
  CHECK(first.body.at("has_more").as_bool());
  auto const rest = gateway.get(path + "/items?cursor=" + first.string("next_cursor"));
  CHECK(rest.body.at("data").as_array().size() == 1);
  CHECK(gateway.get("/v1/invoices").body.at("data").as_array().size() == 2);
  auto const listed = gateway.get("/v1/batches?status=completed");
  CHECK(listed.body.at("data").as_array().size() == 1);

  SUBCASE("what is odd about an accepted document stays with it") {
    std::string const reference = "\"buyer_reference\":\"KP-1\",";
    auto bare = sample_json("L-9");
    bare.erase(bare.find(reference), reference.size());
    auto const warned = sent(gateway, line("L-8") + bare + "\n", "batch-warned");
    CHECK(count_in(warned, "accepted") == 2);
    auto const list = "/v1/batches/" + warned.string("id") + "/items";
    auto const some = gateway.get(list + "?warned=true").body.at("data").as_array();
    REQUIRE(some.size() == 1);
    CHECK(some[0].at("position").as_int64() == 2);
    CHECK(some[0].at("outcome").as_string() == "accepted");
    auto const& finding = some[0].at("warnings").as_array().at(0);
    CHECK(finding.at("rule").as_string() == "PEPPOL-EN16931-R003");
    CHECK(finding.at("severity").as_string() == "warning");
    auto const all = gateway.get(list).body.at("data").as_array();
    REQUIRE(all.size() == 2);
    CHECK_FALSE(all[0].as_object().contains("warnings"));
    CHECK(gateway.get("/v1/invoices/" + std::string{all[1].at("invoice_id").as_string()}).status ==
          200);
    auto const file = (gateway.home() / "odd.ndjson").string();
    auto other = sample_json("L-11");
    other.erase(other.find(reference), reference.size());
    std::ofstream{file} << line("L-10") << other << "\n";
    std::string said;
    CHECK(gateway.cli({"submit", file}, &said) == 0);
    CHECK(said.find("2 L-11: accepted") != std::string::npos);
    CHECK(said.find("/invoice/buyer_reference") != std::string::npos);
  }

  SUBCASE("the same again with its key shows the same batch, not duplicates") {
    auto const again = sent(gateway, body, "batch-1");
    CHECK(again.status == 202);
    CHECK(again.text == batch.text);
    CHECK(again.header("idempotent-replayed") == "true");
    CHECK(gateway.get("/v1/batches").body.at("data").as_array().size() == 1);
  }
  SUBCASE("another body with its key is refused") {
    auto const other = sent(gateway, line("L-9"), "batch-1");
    CHECK(other.status == 422);
    CHECK(other.string("code") == "idempotency-key-reused");
  }
  SUBCASE("all or nothing keeps nothing when one is wrong or here already") {
    auto const wrong = sent(gateway, line("L-3") + "{\"client_ref\":\"siivous\"}\n", "w-1",
                            "?mode=all_or_nothing");
    CHECK(wrong.string("status") == "refused");
    CHECK(count_in(wrong, "accepted") == 0);
    CHECK(count_in(wrong, "rejected") == 1);
    auto const here = sent(gateway, line("L-3") + line("L-1"), "w-2", "?mode=all_or_nothing");
    CHECK(here.string("status") == "refused");
    CHECK(count_in(here, "duplicates") == 1);
    CHECK(gateway.get("/v1/invoices").body.at("data").as_array().size() == 2);
    auto const good = sent(gateway, line("L-3") + line("L-4"), "w-3", "?mode=all_or_nothing");
    CHECK(good.string("status") == "completed");
    CHECK(count_in(good, "accepted") == 2);
  }
  SUBCASE("what is no batch is refused and keeps nothing") {
    CHECK(fault_of(sent(gateway, "PK\x03\x04 broken", "x-1")) == "zip-broken");
    CHECK(fault_of(sent(gateway, " \r\n ", "x-2")) == "batch-empty");
    CHECK(fault_of(sent(gateway, "number;name\n1;2\n", "x-3")) == "batch-format-unknown");
    CHECK(sent(gateway, line("L-9"), "x-4", "?mode=some").status == 400);
    CHECK(gateway.get("/v1/batches").body.at("data").as_array().size() == 1);
    CHECK(std::filesystem::is_empty(gateway.data() / "spool"));
  }
}

TEST_CASE("a batch goes on where a killed process left it, and nothing is taken twice") {
  Gateway gateway{tests::sample_toml()};
  constexpr int documents = 1500;
  std::string body;
  for (int i = 0; i < documents; ++i) body += line(fmt::format("R-{}", i));
  auto const batch = sent(gateway, body, "big", "", "");
  CHECK(batch.status == 202);
  CHECK(batch.string("status") == "processing");
  auto const path = "/v1/batches/" + batch.string("id");
  REQUIRE(gateway.until([&] { return count_in(gateway.get(path), "done") > 0; }));
  gateway.kill();
  gateway.start();
  auto const repeat = sent(gateway, body, "big", "", "");
  CHECK(repeat.string("id") == batch.string("id"));
  CHECK(repeat.header("idempotent-replayed") == "true");
  auto const done = finished(gateway, batch.string("id"));
  CHECK(count_in(done, "accepted") == documents);
  CHECK(count_in(done, "duplicates") == 0);
  CHECK(done.body.at("totals").as_array().at(0).at("invoices").as_int64() == documents);
  CHECK(gateway.until([&] { return std::filesystem::is_empty(gateway.data() / "spool"); }));
  gateway.stop();
  CHECK(gateway.cli({"journal", "verify", "--data", gateway.store()}) == 0);
}

TEST_CASE("a batch of whatever form has a limit of documents and ends when all is refused") {
  Gateway gateway{tests::sample_toml() + "[limits]\nzip_files = 2500\n"};
  auto const many = [](std::string const& one) {
    std::string all;
    for (int i = 0; i < 2501; ++i) all += fmt::format(fmt::runtime(one), i);
    return all;
  };
  auto const limit = "batch-too-many-documents";
  CHECK(fault_of(sent(gateway, many("{{}}\n"), "l-1")) == limit);
  CHECK(fault_of(sent(gateway, many("<Finvoice/>\n"), "l-2")) == limit);

  std::string nothing;
  for (int i = 0; i < 2400; ++i) nothing += "{}\n";
  auto const id = sent(gateway, nothing, "l-4", "", "").string("id");
  auto const ended = finished(gateway, id);
  CHECK(ended.string("status") == "refused");
  CHECK(count_in(ended, "rejected") == 2400);
  std::string items, cursor;
  int rows = 0;
  do {
    auto const page = gateway.get("/v1/batches/" + id + "/items?limit=200" + cursor);
    items += page.text;
    rows += static_cast<int>(page.body.at("data").as_array().size());
    cursor = "&cursor=" + page.string("next_cursor");
  } while (cursor != "&cursor=");
  CHECK(rows < 1100);
  CHECK(items.find("batch-given-up") != std::string::npos);

  // Others are gone on with.
  auto const mixed = sent(gateway, line("E-1") + nothing.substr(0, 3 * 1200), "l-5", "", "");
  CHECK(finished(gateway, mixed.string("id")).string("status") == "completed");
}

TEST_CASE("archives that mean harm are refused whole") {
  if (!tests::has_program("python3")) return;
  Gateway gateway{tests::sample_toml()};
  auto const refusal = [&](std::string const& key, std::string const& script) {
    auto const answer = sent(gateway, zipped(gateway, script), key);
    CHECK(answer.status == 422);
    return fault_of(answer);
  };
  CHECK(refusal("bomb",
                "z = zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED)\n"
                "z.writestr('a.xml', b' ' * (20 << 20))\nz.close()\n") == "zip-too-large");
  CHECK(refusal("path",
                "z = zipfile.ZipFile(out, 'w')\nz.writestr('../../a.xml', b'<a/>')\n"
                "z.close()\n") == "zip-bad-name");
  CHECK(refusal("many",
                "z = zipfile.ZipFile(out, 'w')\n"
                "for i in range(10001): z.writestr(f'{i}.xml', b'')\nz.close()\n") ==
        "zip-too-many-files");
  CHECK(refusal("lock",
                "z = zipfile.ZipFile(out, 'w')\nz.writestr('a.xml', b'<a/>')\nz.close()\n"
                "b = bytearray(open(out, 'rb').read())\nb[6] |= 1\n"
                "i = b.find(b'PK\\x01\\x02')\nb[i + 8] |= 1\nopen(out, 'wb').write(b)\n") ==
        "zip-encrypted");
  CHECK(refusal("harm",
                "z = zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED)\n"
                "z.writestr('a.xml', b'<a>' + bytes(range(256)) * 40)\nz.close()\n"
                "b = bytearray(open(out, 'rb').read())\nb[60] ^= 255\nb[61] ^= 255\n"
                "open(out, 'wb').write(b)\n") == "zip-broken");
  CHECK(refusal("none",
                "zipfile.ZipFile(out, 'w').close()\n"
                "b = open(out, 'rb').read()\nopen(out, 'wb').write(b'PK\\x03\\x04' + b)\n") ==
        "batch-empty");
  CHECK(gateway.get("/v1/batches").body.at("data").as_array().empty());
}

TEST_CASE("a ZIP mixes documents, and each file is told by its name") {
  if (!tests::has_program("python3")) return;
  Gateway gateway{tests::sample_toml()};
  std::ofstream{gateway.home() / "one.json"} << sample_json("Z-1");
  auto const body = zipped(
      gateway, fmt::format("z = zipfile.ZipFile(out, 'w')\n"
                           "z.write('{}/one.json', 'folder/one.json')\n"
                           "z.writestr('pdf.pdf', b'%PDF-1.4')\n"
                           "z.writestr('inner.zip', b'PK\\x03\\x04 and so on')\n"
                           "z.writestr('bomb.xml', b'<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>')\n"
                           "z.close()\n",
                           gateway.home().string()));
  auto const batch = sent(gateway, body, "mixed");
  CHECK(count_in(batch, "accepted") == 1);
  CHECK(count_in(batch, "rejected") == 3);
  auto const items = gateway.get("/v1/batches/" + batch.string("id") + "/items");
  auto const& rows = items.body.at("data").as_array();
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].at("name").as_string() == "folder/one.json");
  auto const code = [&](std::size_t i) {
    return std::string{rows[i].at("problem").at("errors").as_array().at(0).at("code").as_string()};
  };
  CHECK(code(2) == "zip-nested");
  CHECK(code(3) == "xml-doctype");
}

TEST_CASE("while a large archive is worked through, other requests go on") {
  if (!tests::has_program("python3")) return;
  Gateway gateway{tests::sample_toml()};
  std::ofstream{gateway.home() / "one.json"} << sample_json("@N@");
  auto const body = zipped(
      gateway,
      fmt::format("t = open('{}/one.json').read()\nz = zipfile.ZipFile(out, 'w')\n"
                  "for i in range(3000): z.writestr(f'{{i}}.json', t.replace('@N@', f'M-{{i}}'))\n"
                  "z.close()\n",
                  gateway.home().string()));
  auto const batch = sent(gateway, body, "large", "", "");
  CHECK(batch.string("status") == "processing");
  int between = 0;
  while (gateway.get("/v1/batches/" + batch.string("id")).string("status") == "processing") {
    REQUIRE(gateway.post("/v1/invoices", sample_json(fmt::format("S-{}", between++))).status ==
            202);
  }
  CHECK(between > 0);
  CHECK(count_in(finished(gateway, batch.string("id")), "accepted") == 3000);
}
