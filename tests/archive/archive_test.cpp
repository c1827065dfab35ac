#include "formats/archive/archive.hpp"

#include <cstring>

#include <doctest/doctest.h>
#include <zip.h>

using namespace airut;

namespace {

std::vector<std::pair<std::string, std::string>> files_of(std::string_view bytes) {
  std::vector<std::pair<std::string, std::string>> files;
  auto const done =
      archive::for_each_file(bytes, {}, [&](std::string const& name, std::string content) {
        files.emplace_back(name, std::move(content));
        return true;
      });
  if (!done) MESSAGE(done.error().front().detail);
  REQUIRE(done);
  return files;
}

std::string refusal(std::string_view bytes, archive::Limits const& limits = {}) {
  auto const done = archive::for_each_file(
      bytes, limits, [](std::string const&, std::string const&) { return true; });
  return done ? "" : done.error().front().code;
}

using Files = std::vector<std::pair<std::string, std::string>>;

std::string zip_of(Files const& files) {
  zip_error_t error;
  zip_error_init(&error);
  auto* memory = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(memory);
  auto* zip = zip_open_from_source(memory, ZIP_TRUNCATE, &error);
  for (auto const& [name, content] : files)
    zip_file_add(zip, name.c_str(), zip_source_buffer(zip, content.data(), content.size(), 0), 0);
  REQUIRE(zip_close(zip) == 0);
  zip_source_open(memory);
  std::string bytes(1u << 22, '\0');
  bytes.resize(static_cast<std::size_t>(zip_source_read(memory, bytes.data(), bytes.size())));
  zip_source_close(memory);
  zip_source_free(memory);
  return bytes;
}

std::string zip_of(std::string const& name, std::string const& content) {
  return zip_of(Files{{name, content}});
}

}  // namespace

TEST_CASE("every file of an archive is given in its order") {
  Files const files{{"b.pdf", "%PDF pages"}, {"a.xml", "<a/>"}};
  CHECK(files_of(zip_of(files)) == files);
}

TEST_CASE("a hostile archive is refused") {
  auto const good = zip_of("a.xml", "<a/>");
  CHECK(refusal(good).empty());
  CHECK(refusal(good.substr(0, good.size() / 2)) == "zip-broken");
  CHECK(refusal("PK\x03\x04") == "zip-broken");
  auto const bomb = zip_of("bomb", std::string(3u << 20, '0'));
  CHECK(refusal(bomb) == "zip-too-large");
  archive::Limits none;
  none.files = 0;
  CHECK(refusal(good, none) == "zip-too-many-files");
  archive::Limits little;
  little.unpacked_bytes = 3;
  CHECK(refusal(good, little) == "zip-too-large");
}

TEST_CASE("a name that leads out of its folder condemns the archive") {
  for (auto const* bad : {"../etc/passwd", "a/../../b", "/etc/passwd", "C:\\x", "a\\b", "a\nb"}) {
    CAPTURE(bad);
    CHECK(refusal(zip_of(bad, "x")) == "zip-bad-name");
  }
  CHECK(refusal(zip_of("a..b/c...xml", "x")).empty());
}

TEST_CASE("a file of its own is bounded as well as all together") {
  archive::Limits limits;
  limits.file_bytes = 10;
  CHECK(refusal(zip_of("a", std::string(11, 'x')), limits) == "zip-too-large");
  limits.unpacked_bytes = 15;
  CHECK(refusal(zip_of({{"a", "0123456789"}, {"b", "0123456789"}}), limits) == "zip-too-large");
  CHECK(refusal(zip_of("a", "0123456789"), limits).empty());
}

TEST_CASE("going on leaves out what was taken before, and stops when told") {
  auto const bytes = zip_of({{"a", "1"}, {"folder/", ""}, {"b", "2"}, {"c", "3"}, {"d", "4"}});
  std::string seen;
  REQUIRE(archive::for_each_file(
      bytes, {},
      [&](std::string const& name, std::string const&) {
        seen += name;
        return name != "c";
      },
      1));
  CHECK(seen == "bc");
}
