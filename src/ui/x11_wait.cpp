// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/x11_wait.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>

// Xlib's names come with it.
#include <SDL_syswm.h>

#include "base/needed.h"

namespace ecsview::ui {
namespace {

constexpr std::chrono::milliseconds longest{60'000};

}  // namespace

X11Wait::X11Wait(int connection) : connection_(connection), wake_(needed_event()) {}

void X11Wait::wait(std::optional<std::chrono::milliseconds> limit) {
    std::array<pollfd, 2> waits{{{connection_, POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
    const int patience = limit ? static_cast<int>(std::min(*limit, longest).count()) : -1;
    if (poll(waits.data(), waits.size(), patience) <= 0 || !waits[1].revents) return;
    eventfd_t count;
    eventfd_read(wake_.get(), &count);
}

void X11Wait::wake() noexcept {
    eventfd_write(wake_.get(), 1);
}

std::optional<int> x11_connection_of(SDL_Window* window) {
#ifdef SDL_VIDEO_DRIVER_X11
    SDL_SysWMinfo info{};
    SDL_VERSION(&info.version);
    if (SDL_GetWindowWMInfo(window, &info) && info.subsystem == SDL_SYSWM_X11)
        return ConnectionNumber(info.info.x11.display);
#else
    static_cast<void>(window);
#endif
    return std::nullopt;
}

}  // namespace ecsview::ui
