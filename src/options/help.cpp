// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/help.h"

#include "options/table.h"

namespace ecsview::options {

const char* const version_text = "ecsview " ECSVIEW_VERSION "\n";

namespace {

constexpr const char* before_options =
    R"(ecsview: the console of an Alibaba Cloud ECS instance, in a window

Usage:
  ecsview [OPTIONS] TARGET                show the console
  ecsview [OPTIONS]                       ask in a window which instance is meant
  ecsview shot [OPTIONS] TARGET FILE.png  connect, write one full picture, leave (no display needed)
                                          (FILE.png: - is standard output)
  ecsview text [OPTIONS] TARGET           connect, print the screen as text (no display needed)
  ecsview type [OPTIONS] TARGET           connect, type the text of --file or of standard input,
                                          watch it arrive, leave (no display needed)
  ecsview run [OPTIONS] TARGET FILE       connect, do what the script says: wait for a text, type,
                                          press keys (no display needed; FILE: - is standard input)
  ecsview url [OPTIONS] TARGET            print the VncUrl, decoded, or the web console's link
  ecsview list [OPTIONS]                  print the instances of a region, or of all
  ecsview config [OPTIONS] [TARGET]       print what holds, and where each value comes from
  ecsview doctor [OPTIONS] [TARGET]       check the set-up step by step, as far as TARGET's picture

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

}  // namespace

std::string help_text() {
    return std::string(before_options) + help_of_options + behind_options;
}

}  // namespace ecsview::options
