#include "formats/bank_ws/application_response.hpp"
#include "formats/bank_ws/certificate_request.hpp"
#include "formats/bank_ws/encryption.hpp"
#include "formats/bank_ws/soap.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;

// A bank's answers, whoever sends them.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const bytes = fuzz::text_of(data, size);
  if (auto const soap = bank_ws::read_soap(bytes, true))
    (void)bank_ws::read_application_response(soap->application_response, {1u << 20, true});
  (void)bank_ws::read_application_response(bytes, {1u << 20, true});
  (void)bank_ws::read_certificate_response(bytes, true);
  (void)bank_ws::is_encrypted(bytes);
  return 0;
}
