// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/help.h"

#include <algorithm>
#include <string_view>

#include "base/language.h"
#include "options/table.h"
#include "options/wrapping.h"

namespace ecsview::options {

const char* const version_text = "ecsview " ECSVIEW_VERSION "\n";

namespace {

constexpr std::string_view title =
    tr_later(R"(ecsview: the console of an Alibaba Cloud ECS instance, in a window

)");

constexpr std::string_view usage = tr_later(R"(Usage:
)");

struct Usage {
    Command command;
    std::string_view lines;
};

constexpr Usage usages[] = {
    {Command::window, tr_later(R"(  ecsview [OPTIONS] TARGET                show the console)")},
    {Command::window,
     tr_later(R"(  ecsview [OPTIONS] TARGET TARGET ...     watch several consoles in one window)")},
    {Command::window,
     tr_later(
         R"(  ecsview [OPTIONS]                       ask in a window which instance is meant)")},
    {Command::shot,
     tr_later(
         R"(  ecsview shot [OPTIONS] TARGET FILE.png  connect, write one full picture, leave (no display needed)
                                          (FILE.png: - is standard output))")},
    {Command::text,
     tr_later(
         R"(  ecsview text [OPTIONS] TARGET           connect, print the screen as text (no display needed))")},
    {Command::type,
     tr_later(
         R"(  ecsview type [OPTIONS] TARGET           connect, type the text of --file or of standard input,
                                          watch it arrive, leave (no display needed))")},
    {Command::run,
     tr_later(
         R"(  ecsview run [OPTIONS] TARGET FILE       connect, do what the script says: wait for a text, type,
                                          press keys (no display needed; FILE: - is standard input))")},
    {Command::replay, tr_later(R"(  ecsview replay [OPTIONS] FILE           show a recording)")},
    {Command::to_video,
     tr_later(
         R"(  ecsview export [OPTIONS] FILE OUT.mkv   make a video of a recording (no display needed))")},
    {Command::url,
     tr_later(
         R"(  ecsview url [OPTIONS] TARGET            print the VncUrl, decoded, or the web console's link)")},
    {Command::list,
     tr_later(
         R"(  ecsview list [OPTIONS]                  print the instances of a region, or of all)")},
    {Command::config,
     tr_later(
         R"(  ecsview config [OPTIONS] [TARGET]       print what holds, and where each value comes from)")},
    {Command::doctor,
     tr_later(
         R"(  ecsview doctor [OPTIONS] [TARGET]       check the set-up step by step, as far as TARGET's picture)")},
};

constexpr std::string_view targets = tr_later(R"(
TARGET:
  i-...                instance ID; the API is asked for the console's address
  NAME                 instance name; one instance of the region must have it
  wss://... wss%3A...  a VncUrl, plain or as the API returns it
  https://...vncUrl=.. a link of the web console
  vnc://HOST[:PORT]    a plain VNC server (port 5900 if none is given; not encrypted); RFC 7869's
                       ?VncPassword=...&ViewOnly=true may follow
  -                    read TARGET from one line of standard input, so that no process list shows it

)");

constexpr std::string_view behind_options[] = {
    tr_later(
        R"(Credentials, the first of: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET
(temporary ones with ALIBABA_CLOUD_SECURITY_TOKEN); OIDC in a cluster; the profile of aliyun
configure (ALIBABA_CLOUD_PROFILE or the current one); ~/.alibabacloud/credentials; the RAM role of
this ECS machine; ALIBABA_CLOUD_CREDENTIALS_URI. The man page tells more.
)"),
    tr_later(R"(Proxies: https_proxy, else all_proxy, and no_proxy; or the same in capitals.

)"),
    tr_later(R"(Exit codes:
   0  done, or closed by the user            7  RFB protocol
   2  usage or configuration                 8  console in use by another session
   3  credentials missing or refused         9  no display
   4  the API refused                       10  the decoder failed three times running
   5  network, proxy or tunnel              11  VNC password refused
   6  TLS identity                          12  out of time
  13  the screen shows no text, or not the one that is expected
A script ends with 1, or one from 20 to 125, where it says so.
A command that a signal ends: 128 and its number (130 after Ctrl+C, 143 after SIGTERM).
)")};

constexpr std::string_view of_a_command =
    tr_later("ecsview --help has the other commands, where keys come from, and the exit codes.\n");

bool takes_target(const CommandRow& command) {
    return command.arguments > 0 && !command.offline;
}

// In cells: where what an option is begins, and where a line ends.
constexpr int text_column = 23, last_column = 100;

// An option: its name, and beside that what it is.
std::string row(const HelpPart& part) {
    std::string text = "  " + std::string(part.name);
    text.resize(std::max<std::size_t>(text.size(), text_column - 1), ' ');
    text += ' ';
    const auto room = last_column - static_cast<int>(text.size());
    const auto lines = wrapped(tr(part.text), room, last_column - text_column);
    for (std::size_t i = 0; i < lines.size(); ++i)
        text += (i == 0 ? "" : std::string(text_column, ' ')) + lines[i] + "\n";
    return text;
}

}  // namespace

std::string help_text(const CommandRow* command) {
    std::string text = command ? tr(usage) : tr(title) + tr(usage);
    const auto is_for = [&](unsigned commands) {
        return command == nullptr || (commands & bit(command->command)) != 0;
    };
    for (const auto& one : usages)
        if (is_for(bit(one.command))) text += tr(one.lines) + "\n";
    text += command && !takes_target(*command) ? "\n" : tr(targets);
    for (const auto& part : help_parts())
        if (is_for(part.commands)) text += part.name ? row(part) : tr(part.text) + "\n";
    if (command) return text + tr(of_a_command);
    for (const auto paragraph : behind_options) text += tr(paragraph);
    return text;
}

}  // namespace ecsview::options
