// SPDX-License-Identifier: GPL-2.0-or-later
// Ten thousand kiosks after a proxy's outage, with the program's own policy and budget: they come
// back soon, they do not storm the proxy, and none breaks the platform's limit. The numbers are
// printed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <map>
#include <queue>
#include <random>

#include "link/budget.h"
#include "link/policy.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;
using TimePoint = Policy::TimePoint;

constexpr int kiosks = 10'000;
constexpr int accepted_a_second = 200;
constexpr int platform_limit = 30;
constexpr TimePoint outage{1h}, restored = outage + 60s;
constexpr auto asking = 300ms;  // the API and the connection

struct Kiosk {
    Policy policy{Limits(), {.forever = true, .count = {}, .after_picture = true}, false};
    Budget budget{Limits().budget_window, Limits().budget_attempts};
    std::deque<TimePoint> made;
    TimePoint back{};
};

class Town {
public:
    Town() : all_(kiosks) {
        for (auto& kiosk : all_) {
            kiosk.policy.begin(outage - 30min);
            kiosk.policy.live(outage - 30min);
            plan(kiosk, *kiosk.policy.lost({}, outage, die()));
        }
    }

    void run() {
        while (!plans_.empty()) {
            const auto [at, index] = plans_.top();
            plans_.pop();
            attempt(all_[index], at);
        }
    }

    std::vector<Milliseconds> back() const {
        std::vector<Milliseconds> times;
        for (const auto& kiosk : all_)
            times.push_back(std::chrono::duration_cast<Milliseconds>(kiosk.back - restored));
        std::sort(times.begin(), times.end());
        return times;
    }
    // The busiest second, the first of the outage aside, when everybody finds out at once.
    int peak() const {
        int most = 0;
        for (const auto& [second, attempts] : attempts_)
            if (second > 0) most = std::max(most, attempts);
        return most;
    }
    long attempts() const {
        long sum = 0;
        for (const auto& [second, attempts] : attempts_) sum += attempts;
        return sum;
    }
    int first_second() const { return attempts_.at(0); }
    int breaches = 0, most_a_minute = 0;

private:
    double die() { return std::uniform_real_distribution<>(0, 1)(dice_); }
    static std::int64_t second_of(TimePoint at) {
        return std::chrono::duration_cast<std::chrono::seconds>(at - outage).count();
    }

    void plan(Kiosk& kiosk, TimePoint at) {
        plans_.push({at, static_cast<std::size_t>(&kiosk - all_.data())});
    }

    void attempt(Kiosk& kiosk, TimePoint now) {
        const auto clock = std::chrono::duration_cast<Milliseconds>(now.time_since_epoch());
        if (const auto wait = kiosk.budget.wait(clock); wait > 0ms) return plan(kiosk, now + wait);
        kiosk.budget.spend(clock);
        count(kiosk, now);
        kiosk.policy.begin(now);
        const auto arrives = now + asking;
        if (arrives >= restored && accepted_[second_of(arrives)]++ < accepted_a_second) {
            kiosk.policy.live(arrives);
            kiosk.back = arrives;
            return;
        }
        plan(kiosk, *kiosk.policy.lost({}, arrives, die()));
    }

    void count(Kiosk& kiosk, TimePoint now) {
        ++attempts_[second_of(now)];
        kiosk.made.push_back(now);
        while (kiosk.made.front() <= now - 60s) kiosk.made.pop_front();
        const int lately = static_cast<int>(kiosk.made.size());
        most_a_minute = std::max(most_a_minute, lately);
        breaches += lately > platform_limit;
    }

    using Plan = std::pair<TimePoint, std::size_t>;
    std::mt19937 dice_{2026};
    std::vector<Kiosk> all_;
    std::priority_queue<Plan, std::vector<Plan>, std::greater<>> plans_;
    std::map<std::int64_t, int> attempts_, accepted_;
};

TEST(KiosksTest, TenThousandComeBackAfterAnOutage) {
    Town town;
    town.run();
    const auto back = town.back();
    const auto share = [&](double part) {
        return static_cast<double>(back[static_cast<std::size_t>(part * (kiosks - 1))].count()) /
               1000;
    };
    std::printf(
        "%d kiosks, 60 s without a proxy that then accepts %d/s: back after p50 %.1f s, "
        "p99 %.1f s, last %.1f s; %ld attempts, %d in the first second, peak %d/s later; "
        "most in 60 s by one %d, above %d: %d\n",
        kiosks, accepted_a_second, share(0.5), share(0.99), share(1), town.attempts(),
        town.first_second(), town.peak(), town.most_a_minute, platform_limit, town.breaches);
    EXPECT_EQ(town.breaches, 0);
    EXPECT_LE(town.most_a_minute, 20);
    EXPECT_LT(share(0.99), 240);
    // All at once would be 10,000 in a second. The jitter of the first wait, 2 s, spreads them.
    EXPECT_LT(town.peak(), kiosks * 2 / 3);
    // In the long run the proxy is asked less than twice as often as it can answer.
    EXPECT_LT(town.attempts(), kiosks * 10);
}

}  // namespace
}  // namespace ecsview::link
