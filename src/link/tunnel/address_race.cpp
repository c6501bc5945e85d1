// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/address_race.h"

#include <algorithm>

namespace ecsview::link {

std::vector<std::string> in_turn(const std::vector<std::string>& addresses) {
    std::vector<std::string> out = addresses, other;
    if (addresses.empty()) return out;
    const auto is_v6 = [](const std::string& address) {
        return address.find(':') != std::string::npos;
    };
    const bool first = is_v6(addresses.front());
    const auto second =
        std::stable_partition(out.begin(), out.end(),
                              [&](const std::string& address) { return is_v6(address) == first; });
    other.assign(second, out.end());
    out.erase(second, out.end());
    for (std::size_t i = 0; i < other.size(); ++i) {
        const auto at = std::min(2 * i + 1, out.size());
        out.insert(out.begin() + static_cast<std::ptrdiff_t>(at), std::move(other[i]));
    }
    return out;
}

std::optional<std::size_t> AddressRace::begin(TimePoint now) {
    if (begun_ == addresses_ || now < due_) return std::nullopt;
    const bool last = begun_ + 1 == addresses_;
    due_ = now + (last ? limits_.connect_limit : limits_.connect_stagger);
    return begun_++;
}

void AddressRace::failed(TimePoint now) {
    ++failed_;
    if (begun_ < addresses_) due_ = now;
}

bool AddressRace::lost(TimePoint now) const {
    return begun_ == addresses_ && (failed_ == addresses_ || now >= due_);
}

AddressRace::TimePoint AddressRace::next() const {
    return due_;
}

}  // namespace ecsview::link
