// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/cursor_plane.h"

#include <sys/ioctl.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

// Xlib's names come with it.
#include <SDL.h>
#include <SDL_syswm.h>

namespace ecsview::ui {
namespace {

constexpr int usual_side = 64;  // that of a display which does not tell

// The kernel's question for what a display can do, whose header Debian has among libdrm's.
struct Capability {
    std::uint64_t which, value;
};
constexpr std::uint64_t cursor_width = 8, cursor_height = 9;

int side(int display, std::uint64_t which) {
    Capability asked{which, 0};
    const bool told = ioctl(display, _IOWR('d', 12, Capability), &asked) == 0 && asked.value > 0;
    return told ? static_cast<int>(std::min<std::uint64_t>(asked.value, 4096)) : usual_side;
}

}  // namespace

int cursor_plane_side() {
#ifdef SDL_VIDEO_DRIVER_KMSDRM
    const char* const driver = SDL_GetCurrentVideoDriver();
    if (!driver || std::string_view(driver) != "KMSDRM") return 0;
    SDL_SysWMinfo info{};
    SDL_VERSION(&info.version);
    SDL_Window* const window = SDL_GetKeyboardFocus();
    if (!window || !SDL_GetWindowWMInfo(window, &info)) return usual_side;
    const int display = info.info.kmsdrm.drm_fd;
    return std::min(side(display, cursor_width), side(display, cursor_height));
#else
    return 0;
#endif
}

}  // namespace ecsview::ui
