// SPDX-License-Identifier: GPL-2.0-or-later
#include "instance_watch.h"

#include <algorithm>
#include <utility>

#include "base/environment.h"
#include "base/language.h"
#include "base/log.h"
#include "console_name.h"

namespace ecsview {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t longest_name = 512;
constexpr const char* everywhere_at_once = "";  // in place of a region

// Else a person has to act first: the right is missing there.
bool may_get_better(const Failure& failure) {
    return failure.advice.retry != Retry::never;
}

}  // namespace

InstanceWatch::InstanceWatch(const options::Options& options, Account& account,
                             std::function<void()> wake)
    : options_(options),
      account_(account),
      wake_(std::move(wake)),
      memory_(environment("XDG_RUNTIME_DIR")),
      everywhere_(options.all_regions) {
    census_.everywhere = everywhere_;
    pace_.attended(steady_clock::now());
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

// ---- the ui thread ------------------------------------------------------------------------------

ui::Census InstanceWatch::census() {
    const std::lock_guard lock(mutex_);
    return census_;
}

void InstanceWatch::ask(bool everywhere) {
    const std::lock_guard lock(mutex_);
    everywhere_ = everywhere;
    wanted_ = true;
    round_.request_stop();
    changed_.notify_all();
}

void InstanceWatch::seen(bool seen) {
    const std::lock_guard lock(mutex_);
    if (std::exchange(seen_, seen) != seen) changed_.notify_all();
}

void InstanceWatch::attended() {
    const auto now = steady_clock::now();
    const std::lock_guard lock(mutex_);
    const auto before = pace_.next();
    pace_.attended(now);
    if (pace_.next() != before) changed_.notify_all();
}

// ---- the thread ---------------------------------------------------------------------------------

void InstanceWatch::run(const std::stop_token& stop) {
    const std::stop_callback ends(stop, [this] {
        const std::lock_guard lock(mutex_);
        round_.request_stop();
    });
    do {
        const Round round = begin(stop);
        ask_round(round);
        const auto now = steady_clock::now();
        const std::lock_guard lock(mutex_);
        const bool refused = failure_ || std::ranges::any_of(troubles_, [](const auto& one) {
                                 return may_get_better(one.second);
                             });
        pace_.asked(questions_, refused, not_before_, now);
    } while (wait(stop));
}

InstanceWatch::Round InstanceWatch::begin(const std::stop_token& stop) {
    const std::lock_guard lock(mutex_);
    round_ = std::stop_source();
    if (stop.stop_requested()) round_.request_stop();
    questions_ = 0;
    not_before_ = {};
    return {everywhere_,
            std::exchange(wanted_, false),
            {steady_clock::now() + options_.timeout, round_.get_token()}};
}

// Until the next round is due. False: there is none.
bool InstanceWatch::wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested() && !wanted_) {
        const auto due = pace_.next();
        if (seen_ && steady_clock::now() >= due) break;
        const auto before = std::pair(seen_, due);
        const auto news = [&] { return wanted_ || std::pair(seen_, pace_.next()) != before; };
        if (seen_)
            changed_.wait_until(lock, stop, due, news);
        else
            changed_.wait(lock, stop, news);
    }
    return !stop.stop_requested();
}

// Where nobody knows a region, all are asked.
void InstanceWatch::find_home(const Round& round) {
    if (home_ || home_looked_for_) return;
    if (auto home = account_.cloud().home(round.patience)) home_ = std::move(*home);
    home_looked_for_ = !round.patience.cancel.stop_requested();
    if (home_ || !home_looked_for_) return;
    const std::lock_guard lock(mutex_);
    everywhere_ = true;
}

void InstanceWatch::ask_round(const Round& round) {
    if (round.asked) publish(round, true);
    if (!options_.all_regions || !round.everywhere) find_home(round);
    if (round.patience.cancel.stop_requested()) return;
    const Round here{round.everywhere || !home_, round.asked, round.patience};
    if (!here.everywhere) {
        std::erase_if(entries_, [this](const auto& one) { return one.first != home_->id; });
        std::erase_if(troubles_, [this](const auto& one) { return one.first != home_->id; });
        return ask_regions(here, {*home_});
    }
    if (const auto regions = regions_of(here)) ask_regions(here, *regions);
}

// All of them now and then, and when a person asks; else those that had something to tell. Nothing:
// it is not known which there are.
std::optional<std::vector<ecs::Region>> InstanceWatch::regions_of(const Round& round) {
    const auto now = steady_clock::now();
    const bool whole = [&] {
        const std::lock_guard lock(mutex_);
        return round.asked || regions_.empty() || pace_.whole_due(now);
    }();
    if (!whole) {
        auto some = regions_;
        std::erase_if(some, [this](const ecs::Region& region) {
            const auto trouble = troubles_.find(region.id);
            return !entries_.contains(region.id) &&
                   (trouble == troubles_.end() || !may_get_better(trouble->second));
        });
        return some;
    }
    ++questions_;
    auto told = account_.cloud().regions(round.patience);
    if (auto* refused = std::get_if<ecs::Refusal>(&told)) {
        fail(round, everywhere_at_once, std::move(refused->failure));
        return std::nullopt;
    }
    regions_ = std::move(std::get<std::vector<ecs::Region>>(told));
    const std::lock_guard lock(mutex_);
    pace_.asked_all(now);
    return regions_;
}

void InstanceWatch::ask_regions(const Round& round, const std::vector<ecs::Region>& regions) {
    troubles_.erase(everywhere_at_once);
    asked_ = regions.size();
    answered_ = 0;
    publish(round, round.asked);
    account_.cloud().list(regions, round.patience, [&](ecs::RegionList list) {
        take(std::move(list));
        if (answered_ < asked_) publish(round, round.asked);
    });
    if (round.patience.cancel.stop_requested()) return;
    // Where no region has told anything, the first reason is what there is to be said.
    const std::size_t all = round.everywhere ? regions_.size() : 1;
    const bool none = all > 0 && troubles_.size() >= all;
    failure_.reset();
    if (none && entries_.empty()) failure_ = troubles_.begin()->second;
    publish(round, false);
}

// What a region told before stays when it tells nothing now.
void InstanceWatch::take(ecs::RegionList list) {
    ++answered_;
    questions_ += list.questions;
    if (list.refused) {
        not_before_ = std::max(not_before_, list.refused->failure.advice.not_before);
        troubles_.insert_or_assign(list.region.id, std::move(list.refused->failure));
        return;
    }
    troubles_.erase(list.region.id);
    entries_.erase(list.region.id);
    if (list.instances.empty()) return;
    auto& entries = entries_[list.region.id];
    for (const auto& instance : list.instances)
        entries.push_back(entry_of(instance, list.region.id));
}

void InstanceWatch::fail(const Round& round, const std::string& where, Failure failure) {
    if (round.patience.cancel.stop_requested()) return;
    not_before_ = std::max(not_before_, failure.advice.not_before);
    if (entries_.empty())
        failure_ = std::move(failure);
    else
        troubles_.insert_or_assign(where, std::move(failure));
    publish(round, false);
}

ui::Entry InstanceWatch::entry_of(const ecs::Instance& instance, const std::string& region) const {
    const auto& system = instance.os_name.empty() ? instance.os_type : instance.os_name;
    const auto console = console_name(options::InstanceId{instance.id}, options_.endpoint);
    return {log::printable(instance.id, 64),
            log::printable(instance.name, longest_name),
            log::printable(instance.status, 32),
            region,
            instance.addresses.empty() ? "" : log::printable(instance.addresses.front(), 64),
            log::printable(system, 128),
            memory_.last(console).value_or(0)};
}

// The newest is worth more than all before it.
void InstanceWatch::publish(const Round& round, bool asking) {
    ui::Census now;
    now.everywhere = round.everywhere;
    now.home = home_ ? home_->id : "";
    now.region = round.everywhere ? "" : now.home;
    now.asking = asking;
    now.regions = asked_;
    now.answered = answered_;
    for (const auto& [region, entries] : entries_)
        now.entries.insert(now.entries.end(), entries.begin(), entries.end());
    for (const auto& [region, failure] : troubles_)
        now.troubles.push_back(
            {region == everywhere_at_once ? tr("All regions") : log::printable(region, 64),
             failure.sentence});
    now.failure = failure_;
    now.no_keys = failure_ && account_.keys().nothing_there();
    {
        const std::lock_guard lock(mutex_);
        // A person has asked for another round meanwhile.
        if (round.patience.cancel.stop_requested()) return;
        census_ = std::move(now);
    }
    wake_();
}

}  // namespace ecsview
