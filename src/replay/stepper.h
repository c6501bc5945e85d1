// SPDX-License-Identifier: GPL-2.0-or-later
// A recording that is read through, one block after the other and as fast as the decoder draws
// them. Behind each block a Fence is said, whose answer comes when all of the block is drawn and
// copied. drawn() and go_on(): the thread that copies.
#pragma once

#include <functional>

#include "replay/feeder.h"

namespace ecsview::replay {

class Stepper final : public Feeder {
public:
    // `wake`: called when a block is drawn; any thread. Throws Error as a Feeder does.
    Stepper(Recording recording, std::function<void()> wake);
    ~Stepper() override { end(); }

    void tell(link::Told told) override;

    // The number of the block that is drawn and copied, until go_on(). A decoder that takes the
    // place of another begins at a key, so blocks may come again.
    std::optional<std::size_t> drawn() const;
    // The next one is wanted.
    void go_on();

private:
    std::optional<std::size_t> next(TimePoint now) override;
    std::optional<TimePoint> due() const override { return std::nullopt; }
    void begin_anew(TimePoint now) override;
    std::string behind(std::size_t block) const override;

    const std::function<void()> wake_;

    // Guarded by the mutex.
    std::size_t block_ = 0;  // that is said, or is to be
    enum class Stage { wanted, said, drawn } stage_ = Stage::wanted;
};

}  // namespace ecsview::replay
