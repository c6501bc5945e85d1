// SPDX-License-Identifier: GPL-2.0-or-later
// Writes pictures as Zip Motion Blocks Video, which DOSBox made for screens and most players read:
// without loss, by zlib alone. A frame is a key, or has of each block of 16 x 16 pixels where in
// the last picture it is, and what differs there. One writer is one stream: its frames are read in
// their order, from a key on. Pure; one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "screen/geometry.h"

namespace ecsview::video {

class Zmbv {
public:
    // All pictures have this size. Throws std::bad_alloc.
    explicit Zmbv(screen::DesktopSize size);
    ~Zmbv();
    Zmbv(const Zmbv&) = delete;
    Zmbv& operator=(const Zmbv&) = delete;

    // A frame that needs none before it. `pixels`: 0x00RRGGBB, as many as the picture has.
    std::string key(std::span<const std::uint32_t> pixels);
    // A frame for what has changed since the last one, all of which lies in `where`. There was a
    // key.
    std::string change(std::span<const std::uint32_t> pixels, const screen::DesktopRect& where);

private:
    std::size_t at(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width) +
               static_cast<std::size_t>(x);
    }
    bool same(const std::uint32_t* pixels, const screen::DesktopRect& block, int down) const;
    void look(const std::uint32_t* pixels, const screen::DesktopRect& block, std::size_t number);
    void put_difference(std::string& out, const std::uint32_t* pixels,
                        const screen::DesktopRect& block);
    void deflate(std::string& out, std::string_view bytes, int flush);

    struct Stream;  // zlib's

    const screen::DesktopSize size_;
    const std::unique_ptr<Stream> stream_;
    std::vector<std::uint32_t> last_;  // picture
    int scroll_ = 0;                   // by which a block was found last

    // Of the frame that is made.
    std::string vectors_, bytes_;
    std::vector<screen::DesktopRect> different_;
};

}  // namespace ecsview::video
