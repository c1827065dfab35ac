#include <array>

#include "config/parts.hpp"

namespace airut::config {
namespace {

void check_addresses(Section& in, EfakturaSettings const& efaktura) {
  std::array<std::pair<std::string_view, std::string const*>, 3> const addresses{
      {{"url", &efaktura.url}, {"token_url", &efaktura.token_url}, {"jwk_url", &efaktura.jwk_url}}};
  for (auto const& [key, address] : addresses)
    if (!address->empty() && address->rfind("https://", 0) != 0)
      in.wrong(key, std::string{key} + " must begin with https://");
}

// Who we are is proved by a token, by a certificate, or by both.
void check_proof(Section& in, EfakturaSettings const& efaktura) {
  bool const token = !efaktura.token_url.empty(), certificate = !efaktura.certificate.empty();
  if (!token && !certificate)
    in.wrong("token_url", "either token_url or certificate must be given");
  if (token && (efaktura.client_id.empty() || !efaktura.client_secret))
    in.wrong("token_url", "token_url needs client_id and client_secret");
  if (certificate != !efaktura.private_key.empty())
    in.wrong("certificate", "certificate and private_key go together");
}

}  // namespace

EfakturaSettings read_efaktura(Section& in) {
  EfakturaSettings efaktura;
  std::string flow = "issuer";
  in.take_word("flow", flow, {"issuer", "combo"});
  efaktura.flow = flow == "combo" ? EfakturaFlow::combo : EfakturaFlow::issuer;
  in.take_needed("url", efaktura.url);
  in.take("token_url", efaktura.token_url);
  in.take("client_id", efaktura.client_id);
  in.take("scope", efaktura.scope);
  efaktura.client_secret = in.secret("client_secret");
  in.take("certificate", efaktura.certificate);
  in.take("private_key", efaktura.private_key);
  in.take("ca_file", efaktura.ca_file);
  must_be_file(in, "certificate", efaktura.certificate);
  must_be_file(in, "private_key", efaktura.private_key);
  must_be_file(in, "ca_file", efaktura.ca_file);
  in.take("service_provider", efaktura.service_provider);
  if (!efaktura.service_provider.empty() &&
      (efaktura.service_provider.size() != 9 ||
       efaktura.service_provider.find_first_not_of("0123456789") != std::string::npos))
    in.wrong("service_provider", "service_provider is an organisation number of nine digits");
  in.take("jwk_url", efaktura.jwk_url);
  in.take("presentation_days", efaktura.presentation_days, 1, 3650);
  in.take_seconds("timeout", efaktura.timeout, 300);
  check_addresses(in, efaktura);
  check_proof(in, efaktura);
  return efaktura;
}

}  // namespace airut::config
