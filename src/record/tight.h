// SPDX-License-Identifier: GPL-2.0-or-later
// Writes rectangles in RFB's Tight encoding, without loss: one colour, a palette, or the pixels,
// deflated in stream 0 (the community's RFB specification, "Tight Encoding"). One writer is one
// stream: what it writes is read in the order in which it was written, from a restart() on. Pure;
// one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "screen/geometry.h"

namespace ecsview::record {

// Pixels of one rectangle at most: what is looked at together, and copied before that.
constexpr int max_tile_pixels = 16384;
constexpr int max_tile_width = 2048;  // Tight has no wider ones

class TightWriter {
public:
    // Throws std::bad_alloc.
    TightWriter();
    ~TightWriter();
    TightWriter(const TightWriter&) = delete;
    TightWriter& operator=(const TightWriter&) = delete;

    // What comes after it can be read without what came before.
    void restart();
    // Appends the rectangle with its header. `pixels`: 0x00RRGGBB, width * height of them, at most
    // max_tile_pixels; nobody else may write them meanwhile.
    void write(std::string& out, const screen::DesktopRect& at,
               std::span<const std::uint32_t> pixels);

private:
    // The colours, most of them when they were first seen; nothing: there are more than 256.
    bool find_palette(std::span<const std::uint32_t> pixels);
    int index_of(std::uint32_t colour) const;
    void put_control(std::string& out, int control);
    void put_palette(std::string& out, int width, std::span<const std::uint32_t> pixels);
    void put_indices(int width, std::span<const std::uint32_t> pixels);
    void put_data(std::string& out);

    struct Stream;  // zlib's

    const std::unique_ptr<Stream> stream_;
    bool restarted_ = true;
    std::vector<std::uint32_t> palette_;
    std::vector<std::int16_t> buckets_;  // of the palette, by a hash of the colour; -1: none
    std::string data_;                   // of the rectangle, before it is deflated
};

}  // namespace ecsview::record
