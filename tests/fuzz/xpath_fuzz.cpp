#include <string>

#include "tests/fuzz/bytes.hpp"
#include "tests/fuzz/rules.hpp"

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (char const c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

// An expression by chance as the test of an assertion.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  airut::fuzz::compile_and_run(
      "<schema xmlns='http://purl.oclc.org/dsdl/schematron' queryBinding='xslt2'>"
      "<ns prefix='c' uri='urn:c'/><ns prefix='i' uri='urn:i'/><ns prefix='xs' "
      "uri='http://www.w3.org/2001/XMLSchema'/><let name='v' value='//c:Sum'/><pattern>"
      "<rule context='*'><assert id='A' test=\"" +
      escaped(airut::fuzz::text_of(data, size)) + "\">A</assert></rule></pattern></schema>");
  return 0;
}
