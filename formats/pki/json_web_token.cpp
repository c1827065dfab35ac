#include "formats/pki/json_web_token.hpp"

#include <charconv>

#include <openssl/core_names.h>
#include <openssl/err.h>

#include "formats/json/tree.hpp"
#include "formats/model/base64url.hpp"
#include "formats/pki/handles.hpp"

namespace airut::pki {
namespace {

constexpr std::size_t token_most = 8192;
constexpr int key_bits_least = 2048;

tl::unexpected<model::Problem> malformed(std::string text) {
  return tl::unexpected{model::Problem{model::Fault::malformed, std::move(text)}};
}

json::Node const* member(json::Tree const& tree, json::Node const& object, std::string_view name) {
  if (object.kind != json::Kind::object) return nullptr;
  for (auto const* one = tree.first_child(object); one; one = tree.next(*one)) {
    if (one->key == name) return one;
  }
  return nullptr;
}

std::string text_of(json::Tree const& tree, json::Node const& object, std::string_view name) {
  auto const* one = member(tree, object, name);
  return one && one->kind == json::Kind::string ? std::string{one->text} : std::string{};
}

// NumericDate: seconds since 1970; a fraction is cut off.
std::optional<model::Instant> moment_of(json::Tree const& tree, json::Node const& object,
                                        std::string_view name) {
  auto const* one = member(tree, object, name);
  if (one == nullptr || one->kind != json::Kind::number) return std::nullopt;
  std::int64_t seconds = 0;
  auto const [end, fault] =
      std::from_chars(one->text.data(), one->text.data() + one->text.size(), seconds);
  bool const whole = end == one->text.data() + one->text.size() || *end == '.';
  constexpr std::int64_t far = 100'000'000'000;
  if (fault != std::errc{} || !whole || seconds < 0 || seconds > far) return std::nullopt;
  return model::Instant{std::chrono::seconds{seconds}};
}

Handle<EVP_PKEY> public_key(WebKey const& key) {
  auto const number = [](std::string const& bytes) {
    return Handle<BIGNUM>{BN_bin2bn(reinterpret_cast<unsigned char const*>(bytes.data()),
                                    static_cast<int>(bytes.size()), nullptr)};
  };
  auto const modulus = number(key.modulus), exponent = number(key.exponent);
  Handle<OSSL_PARAM_BLD> const build{OSSL_PARAM_BLD_new()};
  if (!modulus || !exponent || !build ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) {
    return {};
  }
  Handle<OSSL_PARAM> const parameters{OSSL_PARAM_BLD_to_param(build.get())};
  Handle<EVP_PKEY_CTX> const context{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
  EVP_PKEY* made = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) {
    ERR_clear_error();
    return {};
  }
  return Handle<EVP_PKEY>{made};
}

}  // namespace

model::Result<std::vector<WebKey>> read_web_keys(std::string_view text) {
  auto const tree = json::Tree::parse(text);
  if (!tree) return malformed("The key set is no JSON.");
  auto const* list = member(*tree, tree->root(), "keys");
  if (list == nullptr || list->kind != json::Kind::array) return malformed("There are no keys.");
  std::vector<WebKey> keys;
  for (auto const* one = tree->first_child(*list); one; one = tree->next(*one)) {
    auto const use = text_of(*tree, *one, "use");
    if (text_of(*tree, *one, "kty") != "RSA" || (!use.empty() && use != "sig")) continue;
    auto modulus = model::from_base64url(text_of(*tree, *one, "n"));
    auto exponent = model::from_base64url(text_of(*tree, *one, "e"));
    auto id = text_of(*tree, *one, "kid");
    if (id.empty() || !modulus || !exponent) continue;
    keys.push_back({std::move(id), *std::move(modulus), *std::move(exponent)});
  }
  return keys;
}

model::Result<WebToken> read_web_token(std::string_view text) {
  auto const first = text.find('.'), second = text.rfind('.');
  if (text.size() > token_most || first == std::string_view::npos || first == second) {
    return malformed("This is no signed token.");
  }
  auto const header = model::from_base64url(text.substr(0, first));
  auto const body = model::from_base64url(text.substr(first + 1, second - first - 1));
  auto signature = model::from_base64url(text.substr(second + 1));
  if (!header || !body || !signature) return malformed("The token is not base64url.");
  auto const head = json::Tree::parse(*header), claims = json::Tree::parse(*body);
  if (!head || !claims) return malformed("The token is no JSON.");
  if (text_of(*head, head->root(), "alg") != "RS256" || member(*head, head->root(), "crit")) {
    return malformed("The token is not signed by RS256.");
  }
  WebToken token;
  token.key_id = text_of(*head, head->root(), "kid");
  token.subject = text_of(*claims, claims->root(), "sub");
  auto const expires = moment_of(*claims, claims->root(), "exp");
  if (token.key_id.empty() || token.subject.empty() || !expires) {
    return malformed("The token lacks kid, sub or exp.");
  }
  bool const has_start = member(*claims, claims->root(), "nbf") != nullptr;
  auto const start = moment_of(*claims, claims->root(), "nbf");
  if (has_start && !start) return malformed("The token's nbf is no time.");
  token.expires = *expires;
  token.not_before = start.value_or(model::Instant{});
  token.signed_text = text.substr(0, second);
  token.signature = *std::move(signature);
  return token;
}

bool is_signed_by(WebToken const& token, WebKey const& key) {
  auto const own = public_key(key);
  Handle<EVP_MD_CTX> const context{EVP_MD_CTX_new()};
  if (!own || !context || EVP_PKEY_get_bits(own.get()) < key_bits_least) return false;
  auto const raw = [](std::string const& bytes) {
    return reinterpret_cast<unsigned char const*>(bytes.data());
  };
  bool const good =
      EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, own.get()) == 1 &&
      EVP_DigestVerify(context.get(), raw(token.signature), token.signature.size(),
                       raw(token.signed_text), token.signed_text.size()) == 1;
  ERR_clear_error();
  return good;
}

}  // namespace airut::pki
