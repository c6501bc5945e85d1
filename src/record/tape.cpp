// SPDX-License-Identifier: GPL-2.0-or-later
#include "record/tape.h"

#include <algorithm>
#include <utility>

namespace ecsview::record {

void Tape::add(Block block, screen::DesktopSize size) {
    if (block.key) parts_.push_back({size, {}, 0});
    if (parts_.empty()) return;
    const std::size_t bytes = sizeof block + block.bytes.capacity();
    const Milliseconds now = block.at;
    parts_.back().bytes += bytes;
    bytes_ += bytes;
    parts_.back().blocks.push_back(std::move(block));
    drop_old(now);
}

// The newest key is needed whatever its size.
void Tape::drop_old(Milliseconds now) {
    while (parts_.size() > 1 && (bytes_ > most_ || parts_[1].blocks.front().at <= now - time_)) {
        bytes_ -= parts_.front().bytes;
        parts_.pop_front();
    }
}

std::string Tape::file(std::string_view name, Milliseconds now) const {
    if (parts_.empty()) return {};
    const Milliseconds begin = std::max(parts_.front().blocks.front().at, now - time_);
    std::string out = file_head(parts_.front().size, name);
    out.reserve(out.size() + bytes_);
    for (const Part& part : parts_)
        for (const Block& block : part.blocks)
            put_block(out, block.bytes, std::max(block.at - begin, Milliseconds{0}));
    put_block(out, {}, now - begin);
    return out;
}

}  // namespace ecsview::record
