// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/display_look.h"

#include <SDL.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string_view>

#include "base/language.h"
#include "base/log.h"
#include "ui/displays.h"
#include "ui/picture/density.h"
#include "ui/sdl_video.h"

namespace ecsview::ui {
namespace {

// Of the devices in a directory whose names begin so.
struct Rights {
    int there = 0, readable = 0;
};

Rights rights_in(const std::string& directory, std::string_view begin) {
    Rights rights;
    std::error_code none;  // no folder is no device
    std::filesystem::directory_iterator entry(directory, none);
    for (; entry != end(entry); entry.increment(none)) {
        const auto& path = entry->path();
        if (!path.filename().string().starts_with(begin)) continue;
        ++rights.there;
        rights.readable += access(path.c_str(), R_OK) == 0 ? 1 : 0;
    }
    return rights;
}

std::string rounded(double number) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.3g", number);
    return text.data();
}

std::string version() {
    SDL_version linked;
    SDL_GetVersion(&linked);
    return "SDL " + std::to_string(linked.major) + "." + std::to_string(linked.minor) + "." +
           std::to_string(linked.patch);
}

// Nothing but X11 has pixels in a window that was not shown yet.
std::string renderer_of(SDL_Window* window) {
    if (SDL_GetWindowSurface(window) == nullptr) return "OpenGL";
    SDL_RendererInfo info{};
    SDL_Renderer* const renderer = SDL_GetRenderer(window);
    const bool known = renderer != nullptr && SDL_GetRendererInfo(renderer, &info) == 0;
    SDL_DestroyWindowSurface(window);
    return known ? log::printable(info.name, 32) : tr("the X server");
}

std::string look_at_window(SdlVideo& video, std::string_view driver) {
    if (driver != "x11" && driver != "wayland") return {};  // there a window is seen at once
    const auto window = video.make_window("ecsview", SDL_WINDOWPOS_UNDEFINED, {320, 200});
    if (driver == "wayland")
        return tr(", drawn by OpenGL, scale {1}", rounded(density_of(window.get())));
    return tr(", drawn by {1}", renderer_of(window.get()));
}

// X11 and Wayland read them for us.
DisplayLook look_at_devices(std::string_view driver) {
    if (driver == "x11" || driver == "wayland") return {};
    const auto input = rights_in("/dev/input", "event");
    return {tr(", {1} of {2} input devices may be read", input.readable, input.there),
            input.there > 0 && input.readable == 0};
}

}  // namespace

DisplayLook look_at_display() {
    SdlVideo video;
    const std::string driver = SDL_GetCurrentVideoDriver();
    std::string seen = driver;
    for (int number = 0; number < SDL_GetNumVideoDisplays(); ++number) {
        SDL_DisplayMode mode{};
        if (SDL_GetDesktopDisplayMode(number, &mode) != 0) continue;
        seen += mode.refresh_rate > 0 ? tr(", {1}x{2} at {3} Hz", mode.w, mode.h, mode.refresh_rate)
                                      : tr(", {1}x{2}", mode.w, mode.h);
    }
    const auto devices = look_at_devices(driver);
    return {seen + look_at_window(video, driver) + devices.seen + tr(", {1}", version()),
            devices.deaf};
}

}  // namespace ecsview::ui
