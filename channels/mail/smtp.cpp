#include "channels/mail/smtp.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

#include <Poco/Net/NetException.h>
#include <Poco/Net/RejectCertificateHandler.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SSLManager.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "channels/mail/session.hpp"

namespace airut::channels {
namespace {

// The server answered something that we had not asked yet. Nothing of the mail was on the way.
class OutOfStep : public Poco::Net::SMTPException {
 public:
  OutOfStep() : Poco::Net::SMTPException{"the answers are out of step"} {}
};

bool positive(int status) { return status >= 200 && status < 300; }

bool later(int status) { return status >= 400 && status < 500; }

constexpr int goes_away = 421;

struct Envelope {
  std::string_view from;
  std::vector<std::string> const& to;
  bool to_some = false;
  std::string mail() const { return fmt::format("MAIL FROM:<{}>", from); }
  std::string recipient(std::size_t at = 0) const { return fmt::format("RCPT TO:<{}>", to.at(at)); }
};

}  // namespace

struct SmtpClient::Parts {
  config::EmailSettings settings;
  Poco::Net::Context::Ptr context;
  std::mutex mutex;
  std::vector<std::unique_ptr<Session>> idle;

  std::unique_ptr<Session> take() {
    std::lock_guard const lock{mutex};
    if (idle.empty()) return nullptr;
    auto session = std::move(idle.back());
    idle.pop_back();
    return session;
  }
  void give_back(std::unique_ptr<Session> session) {
    std::lock_guard const lock{mutex};
    if (idle.size() < static_cast<std::size_t>(settings.connections)) {
      idle.push_back(std::move(session));
    }
  }
  // A kept connection on which nothing has come meanwhile, else a new one.
  std::unique_ptr<Session> session(SmtpReply& reply, bool& kept) {
    while (auto idle_one = take()) {
      kept = true;
      if (idle_one->quiet()) return idle_one;
    }
    kept = false;
    return std::make_unique<Session>(settings, context, reply.stage);
  }
  void forget_idle() {
    std::lock_guard const lock{mutex};
    idle.clear();
  }
  void send(Envelope const& envelope, std::string_view message, SmtpReply& reply);
  void offer(Envelope const& envelope, std::string_view message, SmtpReply& reply, bool& kept);
};

namespace {

// Anything good but 354 is the answer to something else: answers and commands are out of step.
bool goes_on(int status) {
  if (positive(status)) throw OutOfStep{};
  constexpr int start_mail = 354;
  return status == start_mail;
}

// One command after another; whether the mail may follow.
bool begin_in_steps(Session& session, Envelope const& envelope, SmtpReply& reply) {
  auto const step = [&](SmtpReply::Stage stage, std::string const& line) {
    reply.stage = stage;
    reply.status = session.command(line, reply.text);
    return stage == SmtpReply::Stage::data ? goes_on(reply.status) : positive(reply.status);
  };
  std::string answer;
  if (session.begun() && !positive(session.command("RSET", answer))) throw OutOfStep{};
  session.set_begun(true);
  return step(SmtpReply::Stage::sender, envelope.mail()) &&
         step(SmtpReply::Stage::recipient, envelope.recipient()) &&
         step(SmtpReply::Stage::data, "DATA");
}

// The same in one write (RFC 2920): what the first bad answer says counts. A server that asks for
// the mail all the same gets none.
bool begin_at_once(Session& session, Envelope const& envelope, SmtpReply& reply) {
  using Stage = SmtpReply::Stage;
  bool const forget = session.begun();
  session.set_begun(true);
  session.say(fmt::format("{}{}\r\n{}\r\nDATA\r\n", forget ? "RSET\r\n" : "", envelope.mail(),
                          envelope.recipient()));
  std::string answer;
  if (forget && !positive(session.answer(answer))) throw OutOfStep{};
  for (auto const stage : {Stage::sender, Stage::recipient}) {
    reply.stage = stage;
    reply.status = session.answer(reply.text);
    if (!positive(reply.status)) break;
  }
  if (positive(reply.status)) {
    reply.stage = Stage::data;
    reply.status = session.answer(reply.text);
    return goes_on(reply.status);
  }
  bool const all = reply.stage == Stage::recipient;
  if (reply.status == 0 || (!all && session.answer(answer) == 0)) return false;
  if (goes_on(session.answer(answer))) {
    session.say(".\r\n");
    session.set_begun(session.answer(answer) == 0);
  }
  return false;
}

// What the answers to several recipients come to: nobody yet, or those that were accepted. What is
// said for all of them is the first wish to come later, else the first refusal.
bool some_may_have_it(Envelope const& envelope, SmtpReply& reply) {
  RecipientReply const *wait = nullptr, *refused = nullptr;
  std::size_t accepted = 0;
  for (auto const& one : reply.recipients) {
    if (positive(one.status)) {
      ++accepted;
    } else {
      auto const*& first = later(one.status) ? wait : refused;
      if (first == nullptr) first = &one;
    }
  }
  if (accepted > 0 && (wait == nullptr || envelope.to_some)) return true;
  auto const& said = wait != nullptr ? *wait : *refused;
  reply.status = said.status;
  reply.text = said.text;
  return false;
}

// Several recipients: in one write where the server takes that, but for DATA, which is said only
// when all have been answered. A server that goes away meanwhile has said all it will.
bool begin_for_several(Session& session, Envelope const& envelope, SmtpReply& reply) {
  using Stage = SmtpReply::Stage;
  bool const forget = session.begun(), at_once = session.pipelines();
  session.set_begun(true);
  std::vector<std::string> lines;
  if (forget) lines.emplace_back("RSET");
  lines.push_back(envelope.mail());
  for (std::size_t i = 0; i < envelope.to.size(); ++i) lines.push_back(envelope.recipient(i));
  if (at_once) session.say(fmt::format("{}\r\n", fmt::join(lines, "\r\n")));
  auto const ask = [&](std::size_t line) {
    reply.status =
        at_once ? session.answer(reply.text) : session.command(lines.at(line), reply.text);
    return reply.status != 0 && reply.status != goes_away;
  };
  std::size_t line = 0;
  if (forget && (!ask(line++) || !positive(reply.status))) throw OutOfStep{};
  reply.stage = Stage::sender;
  if (!ask(line++)) return false;
  auto const of_sender = RecipientReply{reply.status, reply.text};
  if (!positive(of_sender.status) && !at_once) return false;
  reply.stage = Stage::recipient;
  for (; line < lines.size(); ++line) {
    if (!ask(line)) return false;
    reply.recipients.push_back({reply.status, reply.text});
  }
  if (!positive(of_sender.status)) {
    reply = {Stage::sender, of_sender.status, of_sender.text, true, {}};
    return false;
  }
  if (!some_may_have_it(envelope, reply)) return false;
  reply.stage = Stage::data;
  reply.status = session.command("DATA", reply.text);
  return goes_on(reply.status);
}

bool begin(Session& session, Envelope const& envelope, SmtpReply& reply) {
  if (envelope.to.size() > 1) return begin_for_several(session, envelope, reply);
  return session.pipelines() ? begin_at_once(session, envelope, reply)
                             : begin_in_steps(session, envelope, reply);
}

bool before_body(SmtpReply::Stage stage) {
  using Stage = SmtpReply::Stage;
  return stage == Stage::sender || stage == Stage::recipient || stage == Stage::data;
}

}  // namespace

// An answer too many that was still under way shows itself here, and so does a kept connection that
// the server has closed: nothing of the mail has left, all kept connections are given up, and it
// goes over a new one, once.
void SmtpClient::Parts::send(Envelope const& envelope, std::string_view message, SmtpReply& reply) {
  bool kept = false;
  try {
    offer(envelope, message, reply, kept);
    bool const lost = reply.status == 0 && before_body(reply.stage);
    if (!lost || !kept) return;
  } catch (OutOfStep const&) {
  } catch (Poco::TimeoutException const&) {
    throw;
  } catch (Poco::Exception const&) {
    if (!kept || !before_body(reply.stage)) throw;
  }
  forget_idle();
  reply = {};
  offer(envelope, message, reply, kept);
}

void SmtpClient::Parts::offer(Envelope const& envelope, std::string_view message, SmtpReply& reply,
                              bool& kept) {
  auto open = session(reply, kept);
  reply.stage = SmtpReply::Stage::sender;
  if (begin(*open, envelope, reply)) {
    reply.stage = SmtpReply::Stage::body;
    reply.status = 0;
    reply.status = open->body(message, reply.text);
    open->set_begun(reply.status == 0);
    if (positive(reply.status)) reply.stage = SmtpReply::Stage::done;
  }
  if (reply.status > 0 && reply.status != goes_away) give_back(std::move(open));
}

SmtpClient::SmtpClient(config::EmailSettings settings) : parts_(std::make_unique<Parts>()) {
  parts_->settings = std::move(settings);
  if (parts_->settings.starttls == config::TlsPolicy::required) {
    parts_->context = tls_context(parts_->settings);
  }
}

SmtpClient::~SmtpClient() = default;

SmtpReply SmtpClient::send(std::string_view sender, std::vector<std::string> const& recipients,
                           std::string_view message, bool to_some) {
  SmtpReply reply;
  try {
    parts_->send({sender, recipients, to_some}, message, reply);
  } catch (Poco::Net::SMTPException const& fault) {
    reply.status = fault.code() >= 200 && fault.code() < 600 ? fault.code() : 0;
    reply.text = fault.displayText();
  } catch (Poco::Net::SSLConnectionUnexpectedlyClosedException const& fault) {
    reply.status = 0;
    reply.text = fault.displayText();
  } catch (Poco::Net::SSLException const& fault) {
    reply.status = 0;
    reply.trusted = reply.stage != SmtpReply::Stage::tls;
    reply.text = fault.displayText();
  } catch (Poco::Exception const& fault) {
    reply.status = 0;
    reply.text = fault.displayText();
  }
  return reply;
}

}  // namespace airut::channels
