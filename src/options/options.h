// SPDX-License-Identifier: GPL-2.0-or-later
// The command line, checked. Used once by main, before the first thread. Nothing here ends the
// program or prints: what is to be printed is handed back.
#pragma once

#include <unistd.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/certificate_rules.h"
#include "base/log.h"
#include "ecs/console_hosts.h"
#include "ecs/endpoint.h"
#include "ecs/request.h"
#include "options/table.h"
#include "options/target.h"
#include "screen/console_state.h"
#include "screen/geometry.h"
#include "states/hook.h"
#include "typing/plan.h"
#include "ui/clipboard.h"
#include "ui/input/behaviour.h"
#include "ui/input/hotkeys.h"
#include "ui/input/key_chord.h"
#include "ui/nights.h"
#include "ui/picture/rotation.h"
#include "ui/picture/viewport.h"

namespace ecsview::options {

// --retry forever|N; no count: forever.
struct Retry {
    std::optional<int> count;
};

// With the behaviour that the window is to have: what is checked here is what is passed on.
struct Options : ui::Behaviour {
    Command command = Command::window;
    Target target;
    std::string picture_file;    // shot only
    std::string script_file;     // run only; "-": standard input
    bool step = false;           // --step, run's
    std::string recording_file;  // replay and export
    std::string video_file;      // export only

    // Where and how to ask the API.
    std::string region;                     // --region; empty: not given
    bool all_regions = false;               // --all-regions; then no region is given
    std::string environment_region;         // ALIBABA_CLOUD_REGION_ID; the same
    std::optional<ecs::Endpoint> endpoint;  // --endpoint
    ecs::Network network = ecs::Network::internet;
    std::string profile;  // --profile; empty: keys are looked for everywhere
    ecs::SignatureScheme signature = ecs::SignatureScheme::v3;

    std::optional<screen::OsType> os;  // --os
    bool page = false;                 // url only: the link of the web console
    bool json = false;                 // list and doctor only

    std::optional<std::string> config_file, password_file, ca_file;
    bool allow_plain_ws = false, take_over = false, strict = false;
    bool may_lose = true;                                 // --quality, the window's
    Pins pins;                                            // --pin
    ecs::ConsoleHosts console_hosts;                      // --console-hosts
    std::optional<std::string> proxy;                     // --proxy, checked
    std::optional<std::chrono::milliseconds> idle_limit;  // not for shot
    std::optional<Retry> retry;                           // not for shot
    std::chrono::milliseconds timeout{30'000};            // of one attempt; of everything for shot

    // The window's.
    std::optional<std::string> wall_file;  // --wall
    std::optional<screen::WindowSize> window_size;
    std::optional<int> display;                     // --display, from 1
    ui::Nights nights;                              // --blank
    std::optional<std::chrono::milliseconds> turn;  // --turn, of several
    ui::Rotation rotation = ui::Rotation::none;     // --rotate
    ui::ScaleMode scale = ui::ScaleMode::fit;
    ui::Hotkeys hotkeys;
    std::vector<ui::OwnChord> own_chords;
    ui::ClipboardWays clipboard{.in = true, .out = true};

    // The reader's.
    bool ansi = false;                               // text only
    std::string wanted_text;                         // text and shot; empty: none
    std::optional<std::chrono::milliseconds> every;  // text and shot

    // The typist's.
    std::string text_file = "-";  // type only
    typing::Layout guest_layout;
    typing::Missing untypable = typing::Missing::stop;
    bool no_echo = false;  // type only

    bool stats = false;                       // --stats, the window's
    std::optional<std::string> metrics_file;  // --metrics, the window's
    std::optional<std::string> record_file;   // --record, the window's
    std::optional<std::string> recordings;    // --recordings, the window's
    bool save_losses = false;                 // --save-losses, the window's
    std::vector<states::HookRule> hooks;      // --on-state, the window's
    log::Level log_level = log::Level::warning;
    log::Format log_format = log::Format::text;
};

// Which texts may pass. None where nobody is to reach into the guest, or out of a kiosk, and none
// for commands without a window.
ui::ClipboardWays clipboard_ways(const Options& options);

// There is nothing to run: --help, --version, config or a usage error.
struct Finished {
    ExitCode code = ExitCode::done;
    std::string text;  // whole lines
    bool to_stderr = false;
    std::optional<Failure> shown = {};  // --stay was given: the usage error, to be seen in a window
};

// There is no TARGET, so somebody is to choose an instance: what holds until then, and what holds
// for the one that was chosen. Failure: a mistake in its section of a file (ExitCode::usage).
struct Unaimed {
    Options options;
    std::function<Result<Options>(const std::string& instance_id)> at;
};

// Several consoles in one window: what holds for the window, and for each of them.
struct Walled {
    Options options;
    std::vector<Options> consoles;
};

using Parsed = std::variant<Options, Finished, Unaimed, Walled>;

// Where configuration files may be: the user's, and that of the machine. Empty: nowhere.
struct Places {
    std::string user, machine;
};

// XDG_CONFIG_HOME, else HOME, and /etc.
Places usual_places();

// Reads argv, the configuration files, ALIBABA_CLOUD_REGION_ID, ALIBABA_CLOUD_ENDPOINT_TYPE and,
// when TARGET is "-", one line of `input`; that last, so a wrong command line is told at once.
Parsed parse(int argc, char** argv, int input = STDIN_FILENO, const Places& = usual_places());

// Overwrites all arguments after argv[0] where they stand: a TARGET may be a VncUrl, and
// /proc/PID/cmdline shows this very memory to everybody.
void wipe_arguments(int argc, char** argv) noexcept;

}  // namespace ecsview::options
