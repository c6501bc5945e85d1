// SPDX-License-Identifier: GPL-2.0-or-later
// Wires the path: instance id -> credentials -> signed request -> VncUrl -> tunnel -> RFB decoder
// -> framebuffer + damage -> window. The order of what is checked is part of the interface: usage,
// display, credentials, network.
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <optional>
#include <string>

#include "base/certificates.h"
#include "base/environment.h"
#include "base/error.h"
#include "base/log.h"
#include "base/sanitizing.h"
#include "base/termination.h"
#include "ecs/api.h"
#include "link/connection.h"
#include "options/options.h"
#include "options/password.h"
#include "rfb/decoder/spawner.h"
#include "screen/mailbox.h"
#include "screen/shot.h"
#include "ui/window.h"

namespace ecsview {
namespace {

using options::Options;

void say(std::FILE* stream, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
}

int fail(const Failure& failure) {
    if (!failure.sentence.empty()) say(stderr, "ecsview: " + failure.sentence + "\n");
    return static_cast<int>(failure.code);
}

// --- from the target to a destination ------------------------------------------------------------

Result<link::Destination> tunnel_to(Result<ecs::WebsocketUrl> url, bool allow_plain_ws) {
    if (!url) return url.failure();
    auto allowed = ecs::require_privacy(std::move(*url), allow_plain_ws);
    if (!allowed) return allowed.failure();
    return link::Destination{true,
                             allowed->tls,
                             allowed->authority.host,
                             allowed->authority.port,
                             false,
                             std::move(allowed->target)};
}

Result<link::Destination> expiring(Result<link::Destination> destination) {
    if (destination) destination->expires = true;
    return destination;
}

bool needs_trusted_roots(const options::Target& target) {
    return !std::holds_alternative<options::VncTarget>(target);
}

// What is asked where the console is, for each attempt anew. Holds what the answer needs.
class Whereabouts {
public:
    explicit Whereabouts(const Options& options)
        : options_(options),
          trusted_roots_(needs_trusted_roots(options.target) ? trusted_roots(options.ca_file)
                                                             : std::string()) {
        // Taken whatever the target is, so that the keys do not stay in the environment.
        auto credentials = ecs::credentials_from_environment();
        if (std::holds_alternative<options::InstanceId>(options.target))
            use_api(std::move(credentials));
        warn_about_plain_text();
    }

    const std::string& roots() const { return trusted_roots_; }

    Result<link::Destination> ask(const std::stop_token& stop) {
        if (const auto* instance = std::get_if<options::InstanceId>(&options_.target))
            return expiring(
                tunnel_to(api_->vnc_url(instance->text, stop), options_.allow_plain_ws));
        if (const auto* url = std::get_if<ecs::WebsocketUrl>(&options_.target))
            return tunnel_to(url->copy(), options_.allow_plain_ws);
        const auto& address = std::get<options::VncTarget>(options_.target).address;
        return link::Destination{false, false, address.host, address.port, false, Secret()};
    }

private:
    void use_api(Result<ecs::Credentials> credentials) {
        if (!credentials) throw Error(credentials.failure());
        api_.emplace(ecs::ApiAccess{std::move(*credentials), options_.region, options_.endpoint,
                                    options_.timeout},
                     trusted_roots_);
    }

    void warn_about_plain_text() const {
        const auto* vnc = std::get_if<options::VncTarget>(&options_.target);
        if (vnc && !vnc->address.loopback())
            log::warning("link", "vnc:// is plain text: others on the way can read and change it");
    }

    const Options& options_;
    const std::string trusted_roots_;
    std::optional<ecs::Api> api_;
};

std::string title_of(const options::Target& target) {
    if (const auto* instance = std::get_if<options::InstanceId>(&target)) return instance->text;
    if (const auto* url = std::get_if<ecs::WebsocketUrl>(&target)) return url->authority.host;
    return std::get<options::VncTarget>(target).address.text();
}

// What the platform counts connections by; its hash names a file, and no ticket is in it.
std::string console_name(const Options& options) {
    const auto* instance = std::get_if<options::InstanceId>(&options.target);
    if (const auto* url = std::get_if<ecs::WebsocketUrl>(&options.target))
        return url->authority.text();
    if (!instance) return title_of(options.target);
    return options.endpoint.authority.text() + "/" + instance->text;
}

link::ConnectionSettings connection_settings(const Options& options) {
    link::ConnectionSettings settings;
    settings.take_over = options.take_over;
    settings.limits = link::limits();
    settings.console = console_name(options);
    settings.runtime_directory = environment("XDG_RUNTIME_DIR");
#ifdef ECSVIEW_TESTING
    if (const char* how = getenv("ECSVIEW_TEST_DECODER"))
        std::snprintf(settings.order.misbehave, sizeof settings.order.misbehave, "%s", how);
#endif
    settings.attempt_limit = options.timeout;
    settings.password = options::vnc_password(options.password_file);
    return settings;
}

// --- the commands --------------------------------------------------------------------------------

int run_window(const Options& options, rfb::Spawner spawner, Termination& termination) {
    std::optional<link::Connection> connection;
    ui::WindowOptions window_options;
    window_options.title = title_of(options.target);
    window_options.fullscreen = options.fullscreen;
    window_options.view_only = options.view_only;
    window_options.size = options.window_size;
    window_options.scale = options.scale;
    window_options.hotkeys = options.hotkeys;
    ui::Window window(std::move(window_options),
                      {[&](rfb::ClientMessage message) { connection->send(std::move(message)); },
                       [&](Secret password) { connection->answer_password(std::move(password)); },
                       [&] { connection->cancel_password(); }, [] {}});
    screen::Mailbox mailbox([&] { window.wake(); });
    Whereabouts whereabouts(options);
    termination.watch([&] { window.request_quit(); });
    connection.emplace(
        std::move(spawner), whereabouts.roots(),
        [&](const std::stop_token& stop) { return whereabouts.ask(stop); },
        connection_settings(options), mailbox);
    const ExitCode code = window.run(mailbox);
    connection.reset();
    const auto ending = mailbox.take().state.ending;
    if (code != ExitCode::done && ending) return fail(*ending);
    return static_cast<int>(code);
}

int run_shot(const Options& options, rfb::Spawner spawner, Termination& termination) {
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    Whereabouts whereabouts(options);
    screen::Shot shot;
    screen::Mailbox mailbox([&] { shot.wake(); });
    auto settings = connection_settings(options);
    settings.can_prompt = false;
    settings.patience.after_picture = false;
    termination.watch([] { _exit(static_cast<int>(ExitCode::done)); });  // nothing is begun yet
    std::optional<Failure> failure;
    {
        link::Connection connection(
            std::move(spawner), whereabouts.roots(),
            [&](const std::stop_token& stop) { return whereabouts.ask(stop); }, std::move(settings),
            mailbox);
        failure = shot.wait(mailbox, deadline);
    }
    if (!failure) failure = shot.write(options.picture_file);
    return failure ? fail(*failure) : static_cast<int>(ExitCode::done);
}

// --- the process ---------------------------------------------------------------------------------

void prepare_process() {
    signal(SIGPIPE, SIG_IGN);
    // libwebsockets would take a proxy from it for the console alone.
    unsetenv("http_proxy");
    prepare_tls();
    // Keys and passwords must not land in a core file.
    if (!sanitizing) prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

int run(int argc, char** argv, rfb::Spawner spawner) {
    auto parsed = options::parse(argc, argv);
    options::wipe_arguments(argc, argv);
    if (const auto* finished = std::get_if<options::Finished>(&parsed)) {
        say(finished->to_stderr ? stderr : stdout, finished->text);
        return static_cast<int>(finished->code);
    }
    const Options& options = std::get<Options>(parsed);
    log::configure(options.log_level, options.log_format);
    prepare_process();
    Termination termination;
    if (options.command == options::Command::shot)
        return run_shot(options, std::move(spawner), termination);
    return run_window(options, std::move(spawner), termination);
}

}  // namespace
}  // namespace ecsview

int main(int argc, char** argv) {
    try {
        auto spawner = ecsview::rfb::Spawner::start(argc, argv);
        return ecsview::run(argc, argv, std::move(spawner));
    } catch (const ecsview::Error& error) {
        return ecsview::fail(error.failure());
    } catch (const std::exception& error) {
        return ecsview::fail({ecsview::ExitCode::decoder,
                              "Something went wrong that should not: " + std::string(error.what()) +
                                  "; please report it."});
    }
}
