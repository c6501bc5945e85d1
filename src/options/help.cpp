// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/help.h"

namespace ecsview::options {

const char* const version_text = "ecsview " ECSVIEW_VERSION "\n";

const char* const help_text = R"(ecsview: the console of an Alibaba Cloud ECS instance, in a window

Usage:
  ecsview [OPTIONS] TARGET                show the console
  ecsview shot [OPTIONS] TARGET FILE.png  connect, write one full picture, leave (no display needed)
                                          (FILE.png: - is standard output)
  ecsview url [OPTIONS] TARGET            print the VncUrl, decoded, or the web console's link
  ecsview list [OPTIONS]                  print the instances of a region

TARGET:
  i-...                instance ID; the API is asked for the console's address
  NAME                 instance name; one instance of the region must have it
  wss://... wss%3A...  a VncUrl, plain or as the API returns it
  https://...vncUrl=.. a link of the web console
  vnc://HOST[:PORT]    a plain VNC server (port 5900 if none is given; not encrypted); RFC 7869's
                       ?VncPassword=...&ViewOnly=true may follow
  -                    read TARGET from one line of standard input, so that no process list shows it

The API:
  --region ID          region of the instance, such as cn-hangzhou
                       (else ALIBABA_CLOUD_REGION_ID, then the profile's, as with keys; an
                       instance ID is then looked for elsewhere)
  --endpoint HOST|URL  where the API is (else ecs.REGION.aliyuncs.com); http only on this machine
  --profile NAME       use the credentials of this profile and no others, and its region first
  --signature SCHEME   v3 (default) or v1, the older one
  --os SYSTEM          windows or linux, whatever the API says (not for shot and list)
  --page               url: print the link of the web console
  --json               list: print JSON

The connection:
  --password-file FILE VNC password: the first line of FILE
                       (else ECSVIEW_VNC_PASSWORD, else the systemd credential vnc-password)
  --take-over          ask for the console exclusively (default: shared)
  --ca-file FILE       certificate authorities (PEM or DER) to trust besides the system's
  --allow-plain-ws     accept ws://, which everyone on the way can watch
  --proxy URL          proxy for the API and the console: [SCHEME://][USER:PASSWORD@]HOST[:PORT],
                       by http (the default), https, socks5 or socks5h (else https_proxy)
  --idle-limit TIME    when the platform cuts an idle console (default: 60s); something harmless is
                       sent before; not for shot
  --retry forever|N    attempts in a row after the first, also before the first picture; not for
                       shot
  --timeout TIME       patience for one attempt; for shot, for everything (default: 30s)
                       TIME is like 500ms, 30s or 2m

The window (not for the commands):
  --fullscreen         begin in full screen
  --kiosk              full screen at once and for good: cannot be closed, retries for ever
  --stay               show a failure that ends the program, with Retry and Close, until it is
                       closed: for menus and links, where nobody reads standard error
  --view-only          send no keys and no pointer
  --window-size WxH    size in pixels (default: the size of the console)
  --scale MODE         fit (default), integer, none or stretch
  --hotkeys LIST|none  keys that the window takes; the rest is the guest's
                       (default: fullscreen=ctrl+alt+enter,menu=ctrl+alt+m)

Other:
  --log-level LEVEL    error, warning (default), info or debug; to standard error
  --log-format FORMAT  text (default) or json
  --version            print the version
  -h, --help           print this text

Credentials, the first of: ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET
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
A command that a signal ends: 128 and its number (130 after Ctrl+C, 143 after SIGTERM).
)";

}  // namespace ecsview::options
