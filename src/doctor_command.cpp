// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor_command.h"

#include <sys/utsname.h>

#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "account.h"
#include "base/language.h"
#include "base/log.h"
#include "console_source.h"
#include "doctor/cloud_examination.h"
#include "doctor/decoder_probe.h"
#include "doctor/judgement.h"
#include "doctor/way_probe.h"
#include "ecs/credentials/environment.h"
#include "link/tunnel/tunnel.h"
#include "screen/mailbox.h"
#include "screen/shot.h"
#include "ui/display_look.h"

namespace ecsview {
namespace {

using doctor::Check;
using doctor::Topic;
using doctor::Verdict;
using std::chrono::steady_clock;

// PRETTY_NAME of os-release(5).
std::string distribution() {
    for (const char* path : {"/etc/os-release", "/usr/lib/os-release"}) {
        std::ifstream file(path);
        for (std::string line; std::getline(file, line);) {
            if (!line.starts_with("PRETTY_NAME=")) continue;
            std::erase(line, '"');
            return log::printable(line.substr(12), 64);
        }
    }
    return tr("unknown distribution");
}

Check version() {
    utsname system{};
    uname(&system);
    return {Topic::version, Verdict::ok,
            std::string(ECSVIEW_VERSION) + "; " + system.sysname + " " +
                log::printable(system.release, 64) + " " + system.machine + "; " + distribution() +
                "; " + ecs::http_libraries()};
}

// SDL wants to be first: it writes to the environment, which other threads read later.
Check display() {
    try {
        auto look = ui::look_at_display();
        if (!look.deaf) return {Topic::display, Verdict::ok, std::move(look.seen)};
        return {Topic::display, Verdict::fail, std::move(look.seen),
                tr("let the user read them: usermod -aG input USER, and log in again"),
                ExitCode::no_display};
    } catch (const Error& error) {
        return doctor::failed(Topic::display, error.failure());
    }
}

class Doctor {
public:
    Doctor(const options::Options& options, rfb::Spawner spawner, link::ConnectionSettings settings,
           const std::stop_token& cancel, const doctor::Tell& tell)
        : options_(options),
          decoders_(std::make_unique<rfb::Spawner>(std::move(spawner))),
          settings_(std::move(settings)),
          cancel_(cancel),
          tell_(tell) {}

    void run() {
        auto environment = ecs::Environment::take();
        auto sts = sts_of(environment);
        const auto display_check = display();
        tell_(version());
        screen::Mailbox mailbox([this] { shot_.wake(); });
        ConsoleSource source(options_, ConsoleSource::read_roots(options_), std::move(environment),
                             mailbox);
        const auto sandbox = doctor::probe_decoder(*decoders_);
        // Without a decoder there is no picture to be had.
        const bool there = reaches_console(source, std::move(sts));
        if (there && sandbox.verdict != Verdict::fail) tell_(picture(source, mailbox));
        if (cancel_.stop_requested()) return;
        tell_(sandbox);
        tell_(display_check);
    }

private:
    // --endpoint stands for all of the platform.
    Result<ecs::Endpoint> sts_of(const ecs::Environment& environment) const {
        if (options_.endpoint) return *options_.endpoint;
        return ecs::sts_endpoint({}, environment);
    }

    bool reaches_console(ConsoleSource& source, Result<ecs::Endpoint> sts) const {
        const auto& target = options_.target;
        if (const auto* vnc = std::get_if<options::VncTarget>(&target))
            return probe({false, false, vnc->address.host, vnc->address.port, false, Secret()},
                         source);
        if (const auto* url = std::get_if<ecs::WebsocketUrl>(&target))
            return goes_to(url->copy(), source);
        const auto* page = std::get_if<ecs::PageLink>(&target);
        if (page != nullptr && page->url && page->instance_id.empty())
            return goes_to(page->url->copy(), source);
        auto url = examine_cloud(source, std::move(sts));
        return url && goes_to(std::move(*url), source);
    }

    std::optional<ecs::WebsocketUrl> examine_cloud(ConsoleSource& source,
                                                   Result<ecs::Endpoint> sts) const {
        auto& account = source.account();
        const auto trust = source.trust();
        doctor::CloudExamination cloud(
            {account.keys(), account.api(), account.cloud(), account.place(), account.own_region(),
             trust.roots, options_.console_hosts, std::move(sts), options_.timeout, cancel_},
            tell_);
        std::optional<std::string> id;
        if (const auto* page = std::get_if<ecs::PageLink>(&options_.target)) id = page->instance_id;
        if (const auto* given = std::get_if<options::InstanceId>(&options_.target))
            id = given->text;
        if (!cloud.begin(id.value_or(""))) return std::nullopt;
        if (const auto* name = std::get_if<options::InstanceName>(&options_.target))
            id = cloud.id_of(name->text);
        else if (!id || id->empty())
            cloud.look_around();
        if (!id || id->empty()) return std::nullopt;
        return cloud.console_of(*id);
    }

    bool goes_to(ecs::WebsocketUrl url, const ConsoleSource& source) const {
        auto way = source.way_to(std::move(url));
        if (!way) return tell_(doctor::failed(Topic::console_proxy, way.failure())), false;
        tell_({Topic::console_proxy, Verdict::ok,
               doctor::of_proxy(Topic::console_proxy,
                                way->proxy ? std::optional(way->proxy->copy()) : std::nullopt)
                   .seen});
        return probe(*way, source);
    }

    bool probe(const link::Destination& to, const ConsoleSource& source) const {
        const auto trust = source.trust();
        return doctor::probe_way({Topic::console_name, Topic::console_route, Topic::console_tls},
                                 to, trust.roots, {steady_clock::now() + options_.timeout, cancel_},
                                 tell_);
    }

    // As `ecsview shot` comes to one.
    Check picture(ConsoleSource& source, screen::Mailbox& mailbox) {
        const auto deadline = steady_clock::now() + options_.timeout;
        link::Connection::Parts parts{
            std::move(decoders_),
            link::make_tunnel(source.trust(), settings_.limits, settings_.alive)};
        link::Connection connection(
            std::move(parts), [&](const std::stop_token& stop) { return source.ask(stop); },
            std::move(settings_), mailbox);
        const auto failure = shot_.wait(mailbox, deadline, cancel_);
        if (failure) return doctor::failed(Topic::picture, *failure);
        return doctor::of_picture(size_, steps_, steady_clock::now());
    }

    void follow(const screen::ConsoleState& state) {
        if (state.since == steady_clock::time_point{}) return;  // none came yet
        if (steps_.empty() || steps_.back().phase != state.phase)
            steps_.push_back({state.phase, state.since});
    }

    const options::Options& options_;
    std::unique_ptr<rfb::Decoders> decoders_;
    link::ConnectionSettings settings_;
    const std::stop_token cancel_;
    const doctor::Tell& tell_;
    std::vector<doctor::Step> steps_;
    screen::DesktopSize size_;
    screen::Shot shot_{[this](const screen::PictureCopy& picture) {
                           size_ = picture.size();
                           return true;
                       },
                       [this](const screen::ConsoleState& state) { follow(state); }};
};

}  // namespace

void run_doctor(const options::Options& options, rfb::Spawner spawner,
                link::ConnectionSettings settings, const std::stop_token& cancel,
                const doctor::Tell& tell) {
    Doctor(options, std::move(spawner), std::move(settings), cancel, tell).run();
}

}  // namespace ecsview
