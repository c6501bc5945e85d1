// SPDX-License-Identifier: GPL-2.0-or-later
// What is known of the account's instances at one moment, as the picker shows it. A value: the
// thread that asks the API makes it, the ui thread shows the newest. All texts are printable UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"

namespace ecsview::ui {

struct Entry {
    std::string id, name, status, region, address, system;  // the status is a name of the API's
    std::int64_t used = 0;  // when its console was last asked for, seconds since 1970; 0: never
    bool operator==(const Entry&) const = default;
};

// The word for it.
std::string word_of_status(const std::string& status);

// Why a region has not told its instances. What it told before is still among the entries.
struct Trouble {
    std::string region, sentence;
    bool operator==(const Trouble&) const = default;
};

struct Census {
    bool everywhere = false;  // all regions are asked
    std::string region;       // else this one; empty: not known yet
    std::string home;         // the one that could be asked alone; empty: there is none
    bool asking = true;       // answers are still to come
    std::size_t regions = 0, answered = 0;  // of this round of questions
    std::vector<Entry> entries;             // in any order
    std::vector<Trouble> troubles;
    // Nothing is known at all, and this is why.
    std::optional<Failure> failure;
    bool no_keys = false;  // for there are no credentials
};

}  // namespace ecsview::ui
