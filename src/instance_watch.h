// SPDX-License-Identifier: GPL-2.0-or-later
// Asks for the account's instances for as long as the picker is open: on a thread of its own,
// region by region as the answers come, and again after pauses as WatchPace says, none while the
// window is hidden. The one waker of its wait is its own condition variable. Made in main; options
// and account outlive it.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "account.h"
#include "ecs/watch_pace.h"
#include "link/use_memory.h"
#include "ui/picker_window.h"

namespace ecsview {

class InstanceWatch final : public ui::Registrar {
public:
    // `wake` is called on the thread when there is a new census.
    InstanceWatch(const options::Options& options, Account& account, std::function<void()> wake);

    ui::Census census() override;
    void ask(bool everywhere) override;
    void seen(bool seen) override;
    void attended() override;

private:
    // One round of questions, as it was asked for.
    struct Round {
        bool everywhere;
        bool asked;  // by a person, who sees that it goes on
        ecs::Patience patience;
    };

    void run(const std::stop_token& stop);
    Round begin(const std::stop_token& stop);
    bool wait(const std::stop_token& stop);
    void ask_round(const Round& round);
    void ask_regions(const Round& round, const std::vector<ecs::Region>& regions);
    std::optional<std::vector<ecs::Region>> regions_of(const Round& round);
    void take(ecs::RegionList list);
    void find_home(const Round& round);
    void fail(const Round& round, const std::string& where, Failure failure);
    void publish(const Round& round, bool asking);
    ui::Entry entry_of(const ecs::Instance& instance, const std::string& region) const;

    const options::Options& options_;
    Account& account_;
    const std::function<void()> wake_;
    const link::UseMemory memory_;

    // The thread's own.
    std::optional<ecs::Region> home_;
    bool home_looked_for_ = false;
    std::vector<ecs::Region> regions_;  // all, as they were told last
    std::map<std::string, std::vector<ui::Entry>> entries_;
    std::map<std::string, Failure> troubles_;
    std::optional<Failure> failure_;
    std::size_t asked_ = 0, answered_ = 0;
    int questions_ = 0;
    std::chrono::milliseconds not_before_{0};

    std::mutex mutex_;  // guards the rest
    std::condition_variable_any changed_;
    ui::Census census_;
    bool everywhere_;  // is wanted
    bool wanted_ = true, seen_ = true;
    ecs::WatchPace pace_;
    std::stop_source round_;  // ends the one that goes on

    std::jthread thread_;  // last: it uses the rest
};

}  // namespace ecsview
