#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace airut::channels {

// What a mail server says of a mail that it took in earlier (RFC 3464), or a reader of it by way
// of his provider (RFC 5965), as it came by mail. Texts are the other side's: untrusted.
struct MailReport {
  enum class Says { failed, delayed, relayed, delivered, complaint };
  Says says = Says::failed;
  std::string status;      // RFC 3463, "5.1.1"; "" when it names none
  std::string words;       // the diagnosis, one line
  std::string message_id;  // of the mail that it speaks of, without <>; "" when it quotes none
  // Of whom it speaks: his address as the mail named him, and as the server knows him.
  struct Recipient {
    std::string original, final;
    Says says = Says::failed;
    std::string status, words;
  };
  std::vector<Recipient> recipients{};
  // Whom the report itself was sent to, addresses alone: the envelope's by Delivered-To and
  // X-Original-To, then To.
  std::vector<std::string> sent_to;
};

// nullopt: no report, or one that cannot be read; reports about several recipients tell the worst.
// Never throws for what the mail holds.
std::optional<MailReport> read_mail_report(std::string const& mail);

}  // namespace airut::channels
