#include <fmt/format.h>
#include <fmt/ranges.h>

#include "gateway/cli/tree.hpp"

namespace airut::gateway::cli {
namespace {

constexpr std::string_view head = R"man(.TH AIRUT 1 "" "airut {}" "User commands"
.SH NAME
airut \- multichannel invoice gateway
.SH SYNOPSIS
.B airut
.I COMMAND
.RI [ OPTION ...]
.SH DESCRIPTION
An invoice goes in once, over HTTP. Airut makes the right document of it, gets it to the recipient
by the channel that the recipient prefers, knows with evidence what became of it, and watches the
money until the claim is closed.
.B airut serve
is the daemon; the other commands ask a running daemon over its API, or read files and stores
without one.
.SH COMMANDS
)man";

constexpr std::string_view foot = R"man(.SH EXIT STATUS
0 good; 1 findings, or refused; 2 the words were wrong; 69 the daemon, the store or a file cannot be
reached; 70 a fault of Airut's own; 78 the configuration is not good.
.SH ENVIRONMENT
.TP
.B AIRUT_URL, AIRUT_KEY, AIRUT_CONFIG
stand for \-\-url, \-\-key and \-\-config.
.SH FILES
.TP
.I /etc/airut/airut.toml
the configuration of the packaged daemon
.TP
.I /var/lib/airut
its data
.TP
.I /usr/share/airut/tables
dated tables of law, codes and timers
.SH EXAMPLES
.nf
airut config check \-c /etc/airut/airut.toml
airut submit invoice.json
airut deliveries list \-\-where state=held
airut explain email.mailbox_full \-\-language fi
journalctl \-u airut
.fi
.SH SEE ALSO
.BR airut.toml (5),
.I /usr/share/doc/airut/README.md
)man";

// Text as man(7) prints it: minus signs stay minus signs, and no line is a request.
std::string escaped(std::string_view text) {
  std::string out;
  for (char const c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
  }
  if (!out.empty() && (out.front() == '.' || out.front() == '\'')) out.insert(0, "\\&");
  return out;
}

std::string value_of(CLI::Option const& option) {
  if (option.get_items_expected_max() == 0) return {};
  auto const choices = choices_of(option);
  if (!choices.empty()) return fmt::format(" {}", fmt::join(choices, "|"));
  auto const type = option.get_type_name();
  return " " + type.substr(0, type.find(':'));
}

std::string option_lines(CLI::Option const& option) {
  auto const name = option.get_positional() ? option.get_name(true) : option.get_name(false, true);
  return fmt::format(".TP\n\\fB{}\\fR\\fI{}\\fR\n{}{}\n", escaped(name),
                     option.get_positional() ? "" : escaped(value_of(option)),
                     escaped(option.get_description()),
                     option.get_required() && !option.get_positional() ? " (needed)" : "");
}

std::string command_lines(CLI::App const& app, std::string const& path) {
  std::string places;
  for (auto const* option : app.get_options()) {
    if (!option->get_positional()) continue;
    places += option->get_required() ? " " + option->get_name(true)
                                     : fmt::format(" [{}]", option->get_name(true));
    if (option->get_items_expected_max() > 1) places += "...";
  }
  auto text = fmt::format(".SS airut {}{}\n{}.\n", escaped(path), escaped(places),
                          escaped(app.get_description()));
  for (auto const* option : app.get_options()) {
    bool const is_everywhere = option->get_name() == "--help" || option->get_name() == "--json";
    if (!is_everywhere) text += option_lines(*option);
  }
  return text;
}

}  // namespace

std::string manual(CLI::App const& app) {
  auto text = fmt::format(head, AIRUT_VERSION);
  text += "Every command has \\-\\-help, and \\-\\-json for programs.\n";
  each_command(app, [&](CLI::App const& one, std::string const& path) {
    if (commands_of(one).empty()) text += command_lines(one, path);
  });
  return text.append(foot);
}

}  // namespace airut::gateway::cli
