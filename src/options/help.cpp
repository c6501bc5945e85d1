// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/help.h"

#include "options/table.h"

namespace ecsview::options {

const char* const version_text = "ecsview " ECSVIEW_VERSION "\n";

namespace {

constexpr const char* title =
    R"(ecsview: the console of an Alibaba Cloud ECS instance, in a window

Usage:
)";

struct Usage {
    Command command;
    const char* lines;
};

constexpr Usage usages[] = {
    {Command::window, R"(  ecsview [OPTIONS] TARGET                show the console)"},
    {Command::window,
     R"(  ecsview [OPTIONS] TARGET TARGET ...     watch several consoles in one window)"},
    {Command::window,
     R"(  ecsview [OPTIONS]                       ask in a window which instance is meant)"},
    {Command::shot,
     R"(  ecsview shot [OPTIONS] TARGET FILE.png  connect, write one full picture, leave (no display needed)
                                          (FILE.png: - is standard output))"},
    {Command::text,
     R"(  ecsview text [OPTIONS] TARGET           connect, print the screen as text (no display needed))"},
    {Command::type,
     R"(  ecsview type [OPTIONS] TARGET           connect, type the text of --file or of standard input,
                                          watch it arrive, leave (no display needed))"},
    {Command::run,
     R"(  ecsview run [OPTIONS] TARGET FILE       connect, do what the script says: wait for a text, type,
                                          press keys (no display needed; FILE: - is standard input))"},
    {Command::replay, R"(  ecsview replay [OPTIONS] FILE           show a recording)"},
    {Command::url,
     R"(  ecsview url [OPTIONS] TARGET            print the VncUrl, decoded, or the web console's link)"},
    {Command::list,
     R"(  ecsview list [OPTIONS]                  print the instances of a region, or of all)"},
    {Command::config,
     R"(  ecsview config [OPTIONS] [TARGET]       print what holds, and where each value comes from)"},
    {Command::doctor,
     R"(  ecsview doctor [OPTIONS] [TARGET]       check the set-up step by step, as far as TARGET's picture)"},
};

constexpr const char* targets = R"(
TARGET:
  i-...                instance ID; the API is asked for the console's address
  NAME                 instance name; one instance of the region must have it
  wss://... wss%3A...  a VncUrl, plain or as the API returns it
  https://...vncUrl=.. a link of the web console
  vnc://HOST[:PORT]    a plain VNC server (port 5900 if none is given; not encrypted); RFC 7869's
                       ?VncPassword=...&ViewOnly=true may follow
  -                    read TARGET from one line of standard input, so that no process list shows it

)";

constexpr const char* behind_options =
    R"(Credentials, the first of: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET
(temporary ones with ALIBABA_CLOUD_SECURITY_TOKEN); OIDC in a cluster; the profile of aliyun
configure (ALIBABA_CLOUD_PROFILE or the current one); ~/.alibabacloud/credentials; the RAM role of
this ECS machine; ALIBABA_CLOUD_CREDENTIALS_URI. The man page tells more.
Proxies: https_proxy, else all_proxy, and no_proxy; or the same in capitals.

Exit codes:
   0  done, or closed by the user            7  RFB protocol
   2  usage or configuration                 8  console in use by another session
   3  credentials missing or refused         9  no display
   4  the API refused                       10  the decoder failed three times running
   5  network, proxy or tunnel              11  VNC password refused
   6  TLS identity                          12  out of time
  13  the screen shows no text, or not the one that is expected
A script ends with 1, or one from 20 to 125, where it says so.
A command that a signal ends: 128 and its number (130 after Ctrl+C, 143 after SIGTERM).
)";

constexpr const char* of_a_command =
    "ecsview --help has the other commands, where keys come from, and the exit codes.\n";

bool takes_target(const CommandRow& command) {
    return command.arguments > 0 && command.command != Command::replay;
}

}  // namespace

std::string help_text(const CommandRow* command) {
    std::string text = command ? "Usage:\n" : title;
    const auto is_for = [&](unsigned commands) {
        return command == nullptr || (commands & bit(command->command)) != 0;
    };
    for (const auto& usage : usages)
        if (is_for(bit(usage.command))) (text += usage.lines) += '\n';
    text += command && !takes_target(*command) ? "\n" : targets;
    for (const auto& part : help_parts())
        if (is_for(part.commands)) text += part.lines;
    return text + (command ? of_a_command : behind_options);
}

}  // namespace ecsview::options
