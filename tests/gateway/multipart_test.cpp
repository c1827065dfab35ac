#include "gateway/http/multipart.hpp"

#include <doctest/doctest.h>

using namespace airut::gateway;

namespace {

constexpr std::string_view type = "multipart/form-data; boundary=\"a b\"";

std::string body(std::string_view middle) {
  return "--a b\r\n" + std::string{middle} + "\r\n--a b--\r\n";
}

}  // namespace

TEST_CASE("a form's parts are read with their names, types and bytes") {
  std::string const text =
      "preamble\r\n--a b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a;\\\"b.xml\""
      "\r\nContent-Type: text/xml\r\n\r\n<a>\r\n--a</a>\r\n--a b\r\n"
      "Content-Disposition: form-data; name=metadata\r\n\r\n\r\n--a b--\r\nepilogue";
  auto const parts = http::read_multipart(type, text);
  REQUIRE(parts);
  REQUIRE(parts->size() == 2);
  CHECK(parts->at(0).name == "file");
  CHECK(parts->at(0).file_name == "a;\"b.xml");
  CHECK(parts->at(0).content_type == "text/xml");
  CHECK(parts->at(0).content == "<a>\r\n--a</a>");
  CHECK(parts->at(1).name == "metadata");
  CHECK(parts->at(1).content.empty());
}

TEST_CASE("a form that is not whole is refused") {
  CHECK_FALSE(http::read_multipart("multipart/form-data", body("\r\nx")));
  CHECK_FALSE(http::read_multipart("multipart/form-data; boundary=", body("\r\nx")));
  CHECK_FALSE(http::read_multipart(type, ""));
  CHECK_FALSE(http::read_multipart(type, "--a b"));
  CHECK_FALSE(http::read_multipart(type, "--a b\r\n\r\nno end"));
  CHECK_FALSE(http::read_multipart(type, "--a bX\r\n\r\nx\r\n--a b--"));
  CHECK_FALSE(http::read_multipart(type, "--a b\r\nA: b\r\n--a b--"));
  std::string many;
  for (int i = 0; i < 101; ++i) many += "--a b\r\n\r\nx\r\n";
  CHECK_FALSE(http::read_multipart(type, many + "--a b--"));
}

TEST_CASE("no cut of a form makes the reader look beyond it") {
  auto const whole = body("Content-Disposition: form-data; name=\"x\"\r\n\r\ncontent");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    auto const cut = whole.substr(0, size);
    auto const parts = http::read_multipart(type, cut);
    if (!parts) continue;
    for (auto const& part : *parts) CHECK(part.content == "content");
  }
}
