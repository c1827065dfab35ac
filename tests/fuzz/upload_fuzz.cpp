#include <algorithm>
#include <string>

#include "channels/mail/report.hpp"
#include "formats/pdf/png.hpp"
#include "gateway/http/multipart.hpp"
#include "gateway/http/target.hpp"
#include "tests/fuzz/bytes.hpp"

using namespace airut;

// Forms, targets of requests, bounced mails and logos. The first line of a form is its
// Content-Type.
int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  auto const bytes = fuzz::text_of(data, size);
  auto const end = std::min(bytes.find('\n'), bytes.size());
  auto const type = bytes.substr(0, end), body = bytes.substr(std::min(end + 1, bytes.size()));
  if (auto const parts = gateway::http::read_multipart(type, body)) {
    for (auto const& part : *parts)
      fuzz::need(body.data() <= part.content.data() &&
                 part.content.data() + part.content.size() <= body.data() + body.size());
  }
  (void)gateway::http::parse_target(type);
  (void)gateway::http::parse_form(body);
  (void)gateway::http::preferred_language(type);
  (void)channels::read_mail_report(std::string{bytes});
  (void)pdf::read_png(bytes);
  return 0;
}
