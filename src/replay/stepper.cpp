// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay/stepper.h"

#include <utility>

#include "rfb/big_endian.h"

namespace ecsview::replay {
namespace {

constexpr char type_fence = static_cast<char>(248);

std::string name_of(std::size_t block) {
    std::string name;
    rfb::put32(name, static_cast<std::uint32_t>(block));
    return name;
}

}  // namespace

Stepper::Stepper(Recording recording, std::function<void()> wake)
    : Feeder(std::move(recording)), wake_(std::move(wake)) {
    begin();
}

// The registry's: three bytes of padding, the flags, how long the name is, and that.
std::string Stepper::behind(std::size_t block) const {
    const std::string name = name_of(block);
    std::string out{type_fence, 0, 0, 0};
    rfb::put32(out, 0);
    out += static_cast<char>(name.size());
    return out + name;
}

// A file that says Fences of its own gets pictures of other times, at most.
void Stepper::tell(link::Told told) {
    const auto* fence = std::get_if<screen::Fenced>(&told);
    if (fence == nullptr) return;
    {
        const std::lock_guard lock(mutex());
        if (stage_ != Stage::said || fence->data != name_of(block_)) return;
        stage_ = Stage::drawn;
    }
    wake_();
}

std::optional<std::size_t> Stepper::drawn() const {
    const std::lock_guard lock(mutex());
    return stage_ == Stage::drawn ? std::optional(block_) : std::nullopt;
}

void Stepper::go_on() {
    change([this] {
        if (stage_ != Stage::drawn) return;
        ++block_;
        stage_ = Stage::wanted;
    });
}

std::optional<std::size_t> Stepper::next(TimePoint) {
    if (stage_ != Stage::wanted || block_ == recording().marks().size()) return std::nullopt;
    stage_ = Stage::said;
    return block_;
}

void Stepper::begin_anew(TimePoint) {
    while (!recording().marks()[block_].key) --block_;
    stage_ = Stage::wanted;
}

}  // namespace ecsview::replay
