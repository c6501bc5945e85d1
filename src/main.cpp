// SPDX-License-Identifier: GPL-2.0-or-later
// Wires the path: instance id -> credentials -> signed request -> VncUrl -> tunnel -> RFB decoder
// -> framebuffer + damage -> window. The order of what is checked is part of the interface: usage,
// display, credentials, network.
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/certificates.h"
#include "base/environment.h"
#include "base/error.h"
#include "base/language.h"
#include "base/last_words.h"
#include "base/log.h"
#include "base/output.h"
#include "base/sanitizing.h"
#include "base/signals.h"
#include "base/supervisor.h"
#include "base/termination.h"
#include "commands.h"
#include "connected.h"
#include "connection_settings.h"
#include "console_metrics.h"
#include "console_name.h"
#include "console_recording.h"
#include "console_source.h"
#include "doctor/report.h"
#include "doctor_command.h"
#include "ecs/credentials/environment.h"
#include "exporting.h"
#include "failure_window.h"
#include "link/connection.h"
#include "options/options.h"
#include "options/password.h"
#include "picking.h"
#include "replaying.h"
#include "rfb/decoder/handover.h"
#include "rfb/decoder/process.h"
#include "rfb/decoder/spawner.h"
#include "screen/mailbox.h"
#include "screen/shot.h"
#include "screen_report.h"
#include "script_order.h"
#include "script_run.h"
#include "script_steps.h"
#include "text/reading.h"
#include "typing/unattended.h"
#include "typing_order.h"
#include "ui/window.h"
#include "wall.h"
#include "window_look.h"
#include "window_session.h"

namespace ecsview {
namespace {

using options::Options;

// There is no other place to say it: if standard error cannot be written, it is lost.
void complain(std::string_view text) {
    write_all(STDERR_FILENO, text, {});
}

void tell_person(const std::string& sentence) {
    complain("ecsview: " + sentence + "\n");
}

int fail(const Failure& failure) {
    if (!failure.sentence.empty()) tell_person(failure.sentence);
    return static_cast<int>(failure.code);
}

// What was asked for goes to standard output. Nothing on success.
std::optional<Failure> hand_over(std::string_view text, const std::stop_token& cancel) {
    const int error = write_all(STDOUT_FILENO, text, cancel);
    if (error == 0) return std::nullopt;
    return Failure{ExitCode::usage,
                   tr("What was asked for could not be written to standard output ({1}); choose "
                      "another place for it.",
                      strerror(error))};
}

// The exit code of a command that a signal may have ended early.
int end_of(const std::optional<Failure>& failure, const Interruption& interruption) {
    if (!failure) return static_cast<int>(ExitCode::done);
    return interruption.exit_code() ? *interruption.exit_code() : fail(*failure);
}

// --- the commands --------------------------------------------------------------------------------

// `keys`: the environment's secrets are taken before SDL begins: a display's libraries, which it
// loads, may start programs that would keep them.
int run_window(const Options& options, ecs::Environment keys, rfb::Spawner spawner,
               const Termination& termination) {
    auto settings = connection_settings(options);
    const auto metrics = begin_metrics(options);
    ConsoleRecording recording(options);
    settings.witness = &recording;
    const Supervisor supervisor;
    auto roots = ConsoleSource::read_roots(options);  // while the display is opened
    // Made before the connection, which uses all of it, so that it goes later, however this ends.
    auto look = window_look(options, supervisor.interval());
    look.records = recording.on();
    ui::Window window(std::move(look));
    screen::Mailbox mailbox([&] { window.wake(); });
    ConsoleSource source(options, std::move(roots), std::move(keys), mailbox);
    const TerminationWatch watch(termination, [&](int) { window.request_quit(); });
    settings.alive = [&] { supervisor.alive(); };
    const auto code = [&] {
        auto parts = connection_parts(std::move(spawner), source, settings);
        link::Connection running(
            std::move(parts), [&](const std::stop_token& stop) { return source.ask(stop); },
            std::move(settings), mailbox);
        const auto told = follow(metrics.get(), options, running);
        ScreenReport report(options);
        ConnectionSession session(running, recording, report);
        ServiceSupervision watched(supervisor);
        return window.run(mailbox, session, watched);
    }();
    const auto ending = mailbox.take().state.ending;
    if (code != ExitCode::done && ending) return fail(*ending);
    return static_cast<int>(code);
}

// A terminal would show the picture's bytes, and act upon some.
std::optional<Failure> unfit_for_picture(const std::string& file) {
    if (file != "-" || !isatty(STDOUT_FILENO)) return std::nullopt;
    return Failure{ExitCode::usage,
                   tr("Standard output is a terminal, which shows no PNG; send it to a file or a "
                      "program, or give a file's name.")};
}

// Waits for the picture and has it written: once, or with --every again and again.
int look(screen::Shot& shot, const text::Reading& reading, const Options& options,
         rfb::Spawner spawner, const Interruption& interruption, const screen::Shot::Write& write) {
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    screen::Mailbox mailbox([&] { shot.wake(); });
    auto settings = settings_without_a_person(options);
    settings.patience.after_picture = options.every.has_value();
    auto failure =
        connected(options, std::move(spawner), std::move(settings), mailbox,
                  [&](const auto&) -> std::optional<Failure> {
                      if (const auto late = shot.wait(mailbox, deadline, interruption.token()))
                          return reading.too_late(*late);
                      if (!options.every) return std::nullopt;
                      return shot.repeat(mailbox, *options.every, write, interruption.token());
                  });
    if (!failure) failure = write(shot.picture());
    return end_of(failure, interruption);
}

int run_shot(const Options& options, rfb::Spawner spawner, const Termination& termination) {
    if (const auto unfit = unfit_for_picture(options.picture_file)) return fail(*unfit);
    const Interruption interruption(termination);
    text::Reading reading(options.wanted_text);
    screen::Shot shot([&](const screen::PictureCopy& picture) {
        return options.wanted_text.empty() || reading.look(picture);
    });
    return look(shot, reading, options, std::move(spawner), interruption, [&](const auto& picture) {
        return screen::write_picture(picture, options.picture_file, interruption.token());
    });
}

int run_text(const Options& options, rfb::Spawner spawner, const Termination& termination) {
    const Interruption interruption(termination);
    text::Reading reading(options.wanted_text);
    screen::Shot shot([&](const screen::PictureCopy& picture) { return reading.look(picture); });
    std::string between;  // of two pages
    const auto write = [&](const screen::PictureCopy& picture) -> std::optional<Failure> {
        if (options.every) reading.look(picture);
        const auto text = reading.text(options.ansi);
        if (!text) return options.every ? std::nullopt : std::optional(text.failure());
        return hand_over(std::exchange(between, "\f") + *text, interruption.token());
    };
    return look(shot, reading, options, std::move(spawner), interruption, write);
}

// Connects, types and leaves.
int run_type(const Options& options, rfb::Spawner spawner, const Termination& termination) {
    const Interruption interruption(termination);
    auto order = typing_order(options, interruption.token());
    if (!order) return end_of(order.failure(), interruption);
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    typing::Unattended typing(std::move(*order));
    screen::Mailbox mailbox([&] { typing.wake(); });
    const auto failure =
        connected(options, std::move(spawner), settings_without_a_person(options), mailbox,
                  [&](const typing::Errand::Send& send) {
                      return typing.run(mailbox, send, tell_person, deadline, interruption.token());
                  });
    return end_of(failure, interruption);
}

// Connects, does what the script says and leaves. A console that is lost is waited for.
int run_script(const Options& options, rfb::Spawner spawner, const Termination& termination) {
    const Interruption interruption(termination);
    const auto script = script_order(options, interruption.token());
    if (!script) return end_of(script.failure(), interruption);
    const auto code_of = [&](const script::Ended& ended) {
        return ended.failure ? end_of(ended.failure, interruption) : ended.code;
    };
    if (options.step)
        return code_of(
            step_through(*script, options, std::move(spawner), tell_person, interruption.token()));
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    ScriptRun running(*script, options);
    screen::Mailbox mailbox([&] { running.wake(); });
    auto settings = settings_without_a_person(options);
    settings.patience.after_picture = true;
    const auto ended = connected(options, std::move(spawner), std::move(settings), mailbox,
                                 [&](const typing::Errand::Send& send) {
                                     return running.run(mailbox, send, tell_person, deadline,
                                                        interruption.token());
                                 });
    return code_of(ended);
}

int run_replay(const Options& options, rfb::Spawner spawner, const Termination& termination) {
    const Supervisor supervisor;
    auto look = window_look(options, supervisor.interval());
    const auto failure = show_recording(options, std::move(look), std::move(spawner), termination);
    return failure ? fail(*failure) : static_cast<int>(ExitCode::done);
}

int run_export(const Options& options, rfb::Spawner spawner, const Termination& termination) {
    const Interruption interruption(termination);
    return end_of(export_recording(options, std::move(spawner), interruption.token()),
                  interruption);
}

int run_url(const Options& options, const Termination& termination) {
    const Interruption interruption(termination);
    const auto text = ecsview::run_url(options, interruption.token());
    if (!text) return end_of(text.failure(), interruption);
    return end_of(hand_over(text->reveal(), interruption.token()), interruption);
}

int run_list(const Options& options, const Termination& termination) {
    const Interruption interruption(termination);
    const int cells = terminal_width(STDOUT_FILENO).value_or(0);
    const auto list = ecsview::run_list(options, cells, interruption.token());
    if (!list) return end_of(list.failure(), interruption);
    const auto lost = hand_over(list->text, interruption.token());
    return end_of(lost ? lost : list->missing, interruption);
}

// Line by line, as it is found out; for a program in one piece.
int run_doctor(const Options& options, rfb::Spawner spawner, const Termination& termination) {
    const Interruption interruption(termination);
    std::vector<doctor::Check> checks;
    std::optional<Failure> lost;
    const auto tell = [&](doctor::Check check) {
        if (!options.json && !lost) lost = hand_over(doctor::line(check), interruption.token());
        checks.push_back(std::move(check));
    };
    ecsview::run_doctor(options, std::move(spawner), settings_without_a_person(options),
                        interruption.token(), tell);
    if (options.json && !interruption.exit_code())
        lost = hand_over(doctor::json(checks), interruption.token());
    if (lost || interruption.exit_code()) return end_of(lost, interruption);
    return static_cast<int>(doctor::exit_code(checks));
}

// --- the process ---------------------------------------------------------------------------------

// If a standard stream is closed, the first sockets would get the numbers 0, 1 and 2, and what is
// printed would go to them. What is opened here instead takes no byte, so a write fails and is
// told.
void open_standard_streams() {
    int fd = 0;
    while (fd >= 0 && fd <= STDERR_FILENO) fd = open("/dev/null", O_RDONLY);
    if (fd >= 0) close(fd);
}

// A write(2) that fails says so by itself; no signal is needed.
void ignore_failing_writes() {
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

void prepare_process() {
    prepare_tls();
    // Keys and passwords must not land in a core file.
    if (!sanitizing) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

// --proxy is written to the environment: there the API, the tunnel and a command that gives keys
// all look for it. A proxy's password may be in it.
void use_proxy(const Options& options) {
    for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
        hide_in_environment(name);
    if (options.proxy) setenv("https_proxy", options.proxy->c_str(), 1);
}

int run_command(const Options& options, rfb::Spawner spawner) {
    use_proxy(options);
    const Termination termination;
    switch (options.command) {
        case options::Command::shot: return run_shot(options, std::move(spawner), termination);
        case options::Command::text: return run_text(options, std::move(spawner), termination);
        case options::Command::type: return run_type(options, std::move(spawner), termination);
        case options::Command::run: return run_script(options, std::move(spawner), termination);
        case options::Command::replay: return run_replay(options, std::move(spawner), termination);
        case options::Command::to_video:
            return run_export(options, std::move(spawner), termination);
        case options::Command::url: return run_url(options, termination);
        case options::Command::list: return run_list(options, termination);
        case options::Command::doctor: return run_doctor(options, std::move(spawner), termination);
        case options::Command::config:  // it has been told already
        case options::Command::window: break;
    }
    return run_window(options, ecs::Environment::take(), std::move(spawner), termination);
}

// Without TARGET: asks for the instance, and goes on as if its ID had been given.
int run_picker(const options::Unaimed& unaimed, rfb::Spawner spawner) {
    if (const auto nobody = nobody_to_ask(unaimed.options)) return fail(*nobody);
    use_proxy(unaimed.options);
    const Termination termination;
    auto picked = pick(unaimed.options, ecs::Environment::take(), termination);
    if (const auto* failure = std::get_if<Failure>(&picked)) return fail(*failure);
    auto& chosen = std::get<Picked>(picked);
    auto options = unaimed.at(chosen.id);
    if (!options) throw Error(options.failure());
    options->region = chosen.region;
    return run_window(*options, std::move(chosen.keys), std::move(spawner), termination);
}

int run_wall(const options::Walled& wall, rfb::Spawner spawner) {
    use_proxy(wall.consoles.front());
    const Termination termination;
    show_wall(wall, ecs::Environment::take(), std::move(spawner), termination);
    return static_cast<int>(ExitCode::done);
}

int run(int argc, char** argv, rfb::Spawner spawner) {
    ignore_failing_writes();
    auto parsed = options::parse(argc, argv);
    options::wipe_arguments(argc, argv);
    if (const auto* finished = std::get_if<options::Finished>(&parsed)) {
        if (finished->to_stderr) complain(finished->text);
        if (finished->shown) show(*finished->shown);
        const auto lost = finished->to_stderr ? std::nullopt : hand_over(finished->text, {});
        return lost ? fail(*lost) : static_cast<int>(finished->code);
    }
    const auto* unaimed = std::get_if<options::Unaimed>(&parsed);
    const auto* wall = std::get_if<options::Walled>(&parsed);
    const Options& options = unaimed ? unaimed->options
                             : wall  ? wall->options
                                     : std::get<Options>(parsed);
    log::configure(options.log_level, options.log_format);
    prepare_process();
    try {
        if (unaimed) return run_picker(*unaimed, std::move(spawner));
        if (wall) return run_wall(*wall, std::move(spawner));
        return run_command(options, std::move(spawner));
    } catch (const Error& error) {
        if (options.stay && error.failure().code != ExitCode::no_display) show(error.failure());
        throw;
    }
}

}  // namespace
}  // namespace ecsview

int main(int argc, char** argv) {
    ecsview::have_last_words();
    ecsview::choose_language();
    if (ecsview::rfb::started_as_decoder(argc, argv)) ecsview::rfb::run_started_decoder(argc, argv);
    try {
        ecsview::own_signals();
        ecsview::open_standard_streams();
        auto spawner = ecsview::rfb::Spawner::start(argc, argv);
        return ecsview::run(argc, argv, std::move(spawner));
    } catch (const ecsview::Error& error) {
        return ecsview::fail(error.failure());
    } catch (const std::bad_alloc&) {
        std::terminate();
    } catch (const std::exception& error) {
        return ecsview::fail(
            {ecsview::ExitCode::decoder,
             ecsview::tr("Something went wrong that should not: {1}; please report it.",
                         error.what())});
    }
}
