#include "formats/json/parts.hpp"
#include "formats/json/words.hpp"
#include "formats/model/account_text.hpp"

namespace airut::json {

namespace {

constexpr std::size_t account_most = 42;  // 34 characters (ISO 13616) in groups of four

void read_accounts(ObjectReader& in, model::Payment& payment) {
  std::size_t index = 0;
  for (auto const* object : in.objects("accounts", 5, "BG-17")) {
    ObjectReader account{in, *object, "accounts", index++};
    model::PaymentAccount one;
    one.iban = model::account_text(account.needed_text("iban", account_most, "BT-84"));
    one.bic = account.text("bic", 11, "BT-86");
    one.name = account.text("name", 200, "BT-85");
    account.finish();
    payment.accounts.push_back(std::move(one));
  }
}

void read_reference(ObjectReader& in, model::Payment& payment) {
  auto const* object = in.object("reference", "BT-83");
  if (object == nullptr) return;
  ObjectReader reference{in, *object, "reference"};
  if (!reference.has("type")) reference.missing("type", "BT-83");
  if (auto const kind = reference.one_of("type", words::reference_kinds, "BT-83"))
    payment.reference_kind = static_cast<model::ReferenceKind>(*kind);
  payment.reference = reference.text("value", 35, "BT-83");
  reference.finish();
}

}  // namespace

model::Payment read_payment(ObjectReader const& above, Node const& object, std::string_view name,
                            std::optional<std::size_t> index) {
  ObjectReader in{above, object, name, index};
  model::Payment payment;
  if (!in.has("means")) in.missing("means", "BT-81");
  payment.means = static_cast<model::PaymentMeans>(
      in.one_of("means", words::payment_means, "BT-81").value_or(0));
  payment.means_code = in.text("means_code", 3, "BT-81");
  payment.means_text = in.text("means_text", 100, "BT-82");
  read_accounts(in, payment);
  read_reference(in, payment);
  payment.mandate_id = in.text("mandate_id", 50, "BT-89");
  payment.creditor_id = in.text("creditor_id", 50, "BT-90");
  payment.debited_account = model::account_text(in.text("debited_account", account_most, "BT-91"));
  if (auto const* node = in.object("card", "BG-18")) {
    ObjectReader card{in, *node, "card"};
    payment.card_number = card.text("number", 30, "BT-87");
    payment.card_holder = card.text("holder", 100, "BT-88");
    card.finish();
  }
  payment.terms_text = in.text("terms_text", 1000, "BT-20");
  payment.late_interest_percent = in.decimal("late_interest_percent");
  in.finish();
  return payment;
}

}  // namespace airut::json
