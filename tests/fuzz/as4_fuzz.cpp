#include <algorithm>

#include "formats/as4/mime.hpp"
#include "formats/as4/open.hpp"
#include "formats/as4/signal.hpp"
#include "formats/gzip/gzip.hpp"
#include "formats/pki/request.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;

namespace {

// The key with which everything is opened: nobody encrypts to it, so that what is behind the
// decryption is not reached; everything before it is.
as4::Keys own_keys() {
  // Of a test authority that nobody has (openssl req -x509 -newkey ec).
  constexpr auto certificate =
      "-----BEGIN CERTIFICATE-----\n"
      "MIIBdDCCARugAwIBAgIUCnNIpyRq1hNLIZmZF7hbkoDVSsswCgYIKoZIzj0EAwIw\n"
      "DzENMAsGA1UEAwwEZnV6ejAgFw0yNjExMjcxMTQ5NDZaGA8yMTI2MTEwMzExNDk0\n"
      "NlowDzENMAsGA1UEAwwEZnV6ejBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOxT\n"
      "A4U6++wCKRdzdawkcwFcOfzNHhyGyrdmGGIlMQO3Vj4amTHaebQfblYm0DN250YY\n"
      "RoYYYvdSCB1+cv9gOrSjUzBRMB0GA1UdDgQWBBTK5WKGGNqTj+GUk4DyDwR5NJvn\n"
      "kjAfBgNVHSMEGDAWgBTK5WKGGNqTj+GUk4DyDwR5NJvnkjAPBgNVHRMBAf8EBTAD\n"
      "AQH/MAoGCCqGSM49BAMCA0cAMEQCIF/mFoGYWlT6FwLkdLZDkxjSQcNGlHrJjo27\n"
      "bJ5YApmTAiA1BkTQmzipn2D2jHBB7KFPZZ6LZdZ6YJnBotUMyDd+Yg==\n"
      "-----END CERTIFICATE-----\n";
  return {pki::PrivateKey::from_pem(pki::new_key_pem()).value(),
          pki::Certificate::from_text(certificate).value()};
}

}  // namespace

// The first line is the Content-Type, the rest the body of a request or of an answer.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static auto const own = own_keys();
  auto const bytes = fuzz::text_of(data, size);
  auto const end = std::min(bytes.find('\n'), bytes.size());
  auto const type = bytes.substr(0, end), body = bytes.substr(std::min(end + 1, bytes.size()));
  if (auto const parts = as4::split_parts(type, body)) {
    auto const again = as4::join_parts(*parts, "the-boundary");
    auto const split = as4::split_parts(again.content_type, again.body);
    fuzz::need(split && split->size() == parts->size());
  }
  (void)as4::open(type, body, own, {1u << 20, 128u << 10});
  (void)as4::read_signal(type, body);
  (void)gzip::decompress(body, 1u << 20);
  return 0;
}
