// SPDX-License-Identifier: GPL-2.0-or-later
#include "wall.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "account.h"
#include "base/certificates.h"
#include "base/sleep_watch.h"
#include "base/supervisor.h"
#include "connected.h"
#include "connection_settings.h"
#include "console_source.h"
#include "link/budget.h"
#include "link/connection.h"
#include "ui/wall/wall_words.h"
#include "ui/window.h"
#include "window_look.h"
#include "window_session.h"

namespace ecsview {
namespace {

using std::chrono::milliseconds;

// Nobody has said that the platform counts each console by itself, so all of them together keep to
// what it allows. Any thread.
class SharedBudget {
public:
    SharedBudget() : budget_(link::limits().budget_window, link::limits().budget_attempts) {}

    milliseconds take() {
        const std::lock_guard lock(mutex_);
        const auto now = boot_time();
        const auto wait = budget_.wait(now);
        if (wait <= milliseconds{0}) budget_.spend(now);
        return wait;
    }

private:
    std::mutex mutex_;
    link::Budget budget_;
};

// All threads of all consoles live only if each console has said so since the last time.
class RollCall {
public:
    RollCall(std::size_t consoles, const Supervisor& supervisor)
        : answered_(consoles), supervisor_(supervisor) {}

    // Any thread.
    void answer(std::size_t console) {
        const std::lock_guard lock(mutex_);
        answered_[console] = true;
        if (!std::ranges::all_of(answered_, [](bool yes) { return yes; })) return;
        answered_.assign(answered_.size(), false);
        supervisor_.alive();
    }

private:
    std::mutex mutex_;
    std::vector<bool> answered_;
    const Supervisor& supervisor_;
};

// What the consoles share. Outlives them.
struct Common {
    ui::Window& window;
    const TrustedRoots roots;
    const std::shared_ptr<AccountKeys> keys;
    SharedBudget budget;
    RollCall roll;
    std::vector<link::Connection*> connections;  // once all are made
    const std::optional<milliseconds> beat_every;
    const bool several;
};

// Whichever has the window is asked for all of them.
class WallSession final : public LinkSession {
public:
    WallSession(link::Connection& connection, const Common& common)
        : LinkSession(connection), common_(common) {}

    void prove_alive() override {
        for (auto* connection : common_.connections) connection->prove_alive();
    }

private:
    const Common& common_;
};

class WallConsole {
public:
    WallConsole(const options::Options& options, std::size_t number, Common& common,
                rfb::Spawner spawner)
        : look_(look_of(options, common)),
          mailbox_([&common] { common.window.wake(); }),
          source_(options, common.roots, common.keys, mailbox_),
          connection_(connect(options, number, common, std::move(spawner))),
          session_(*connection_, common) {}

    ui::WallPlace place() { return {&look_, &mailbox_, &session_}; }
    link::Connection* connection() { return connection_.get(); }

private:
    // A failure stays in the console's place, and can be tried again there.
    static ui::WindowOptions look_of(const options::Options& options, const Common& common) {
        auto look = window_look(options, common.beat_every);
        look.walled = look.behaviour.stay = true;
        look.several = common.several;
        return look;
    }
    std::unique_ptr<link::Connection> connect(const options::Options& options, std::size_t number,
                                              Common& common, rfb::Spawner spawner) {
        auto settings = connection_settings(options);
        settings.stays = true;
        if (!options::is_plain_vnc(options.target))
            settings.turn = [&common] { return common.budget.take(); };
        settings.alive = [&common, number] { common.roll.answer(number); };
        auto parts = connection_parts(std::move(spawner), source_, settings);
        return std::make_unique<link::Connection>(
            std::move(parts), [this](const std::stop_token& stop) { return source_.ask(stop); },
            std::move(settings), mailbox_);
    }

    const ui::WindowOptions look_;
    screen::Mailbox mailbox_;
    ConsoleSource source_;
    const std::unique_ptr<link::Connection> connection_;
    WallSession session_;
};

// Of the options that all of them have alike. The one that needs most: authorities are read for
// whoever needs trust.
const options::Options& any_of(const options::Walled& wall) {
    const auto found = std::ranges::find_if_not(
        wall.consoles, options::is_plain_vnc,
        [](const auto& console) -> auto& { return console.target; });
    return found == wall.consoles.end() ? wall.consoles.front() : *found;
}

ui::WindowOptions window_of(const options::Walled& wall, std::optional<milliseconds> beat_every) {
    auto look = window_look(wall.options, beat_every);
    look.title = ui::wall_title(wall.consoles.size());
    look.walled = true;
    look.turn = wall.options.turn;
    return look;
}

}  // namespace

void show_wall(const options::Walled& wall, ecs::Environment environment, rfb::Spawner spawner,
               const Termination& termination) {
    const Supervisor supervisor;
    const auto& any = any_of(wall);
    auto roots = ConsoleSource::read_roots(any);  // while the display is opened
    ui::Window window(window_of(wall, supervisor.interval()));
    const TerminationWatch watch(termination, [&](int) { window.request_quit(); });
    const auto trusted = roots.get();
    Common common{window,
                  trusted,
                  std::make_shared<AccountKeys>(any, std::move(environment), trusted),
                  {},
                  {wall.consoles.size(), supervisor},
                  {},
                  supervisor.interval(),
                  wall.consoles.size() > 1};
    std::vector<rfb::Spawner> spawners;
    while (spawners.size() + 1 < wall.consoles.size()) spawners.push_back(spawner.another());
    spawners.push_back(std::move(spawner));
    std::vector<std::unique_ptr<WallConsole>> consoles;
    std::vector<ui::WallPlace> places;
    for (std::size_t i = 0; i < wall.consoles.size(); ++i) {
        consoles.push_back(
            std::make_unique<WallConsole>(wall.consoles[i], i, common, std::move(spawners[i])));
        places.push_back(consoles.back()->place());
    }
    for (const auto& console : consoles) common.connections.push_back(console->connection());
    ServiceSupervision watched(supervisor);
    window.watch(places, watched);
}

}  // namespace ecsview
