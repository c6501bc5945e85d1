// SPDX-License-Identifier: GPL-2.0-or-later
// The shared memory between one decoder process and us: a sealed memfd at the largest size, sparse,
// which the decoder writes and we map read-only. Pixels are 32 bits, 0x00RRGGBB in the machine's
// byte order; row y begins at pixel y * width (stride 4 * width bytes). Behind the picture lies the
// reserved place for one cursor, and behind that the word of screen/activity.h. Held by the
// connection thread and by what shows the picture (shared_ptr): the last picture outlives its
// decoder.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/unique_fd.h"
#include "screen/geometry.h"

namespace ecsview::screen {

constexpr std::size_t picture_bytes = static_cast<std::size_t>(max_pixels) * 4;
constexpr std::size_t cursor_bytes = std::size_t{max_cursor_side} * max_cursor_side * 4;
constexpr std::size_t activity_at = (picture_bytes + cursor_bytes) / 4;  // in words
constexpr std::size_t shared_bytes = picture_bytes + cursor_bytes + 4096;

class Framebuffer {
public:
    // Throws Error (ExitCode::decoder) when the kernel has no memory for it.
    Framebuffer();
    ~Framebuffer();
    Framebuffer(const Framebuffer&) = delete;
    Framebuffer& operator=(const Framebuffer&) = delete;

    // For the decoder; ours stays open so that the seals can be checked.
    int fd() const noexcept { return fd_.get(); }
    const std::uint32_t* pixels() const noexcept { return map_; }
    // This process maps none of its pages until it looks at them again: what it looked at once does
    // not count as its memory for good. Any thread.
    void put_away() const noexcept;
    // 0xAARRGGBB, width * height of the last cursor message.
    const std::uint32_t* cursor() const noexcept { return map_ + max_pixels; }
    // As the decoder last wrote it. Any thread.
    std::uint32_t activity() const noexcept {
        return __atomic_load_n(map_ + activity_at, __ATOMIC_RELAXED);
    }

private:
    UniqueFd fd_;
    const std::uint32_t* map_ = nullptr;
};

}  // namespace ecsview::screen
