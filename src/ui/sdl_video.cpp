// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/sdl_video.h"

#include <fcntl.h>
#include <linux/kd.h>
#include <sys/ioctl.h>
#include <sys/un.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/language.h"
#include "base/log.h"
#include "base/unique_fd.h"
#include "ui/no_display.h"
#include "ui/picture/icon.h"
#include "ui/picture/sdl_handles.h"

namespace ecsview::ui {
namespace {

constexpr std::string_view sentence = tr_later(
    "No display could be opened; start ecsview inside a graphical session or set DISPLAY "
    "or WAYLAND_DISPLAY.");

// A console needs the keys themselves. An input method would keep them for its own window, so none
// is let in: not XIM, not fcitx, not IBus (whose address then names no file).
void keep_input_methods_out() {
    setenv("XMODIFIERS", "@im=none", 1);
    setenv("SDL_IM_MODULE", "none", 1);
    setenv("IBUS_ADDRESS", "none", 1);
}

// The drivers to try, in order; empty: any, in SDL's order, which begins with X11.
std::vector<std::string> drivers_to_try() {
    const char* wish = std::getenv("SDL_VIDEODRIVER");
    if (!wish || !*wish) return {"x11", ""};
    std::vector<std::string> names;
    std::istringstream list(wish);
    for (std::string name; std::getline(list, name, ',');) names.push_back(name);
    return names;
}

// While Xlib opens its input method, which reads the file. With one it would keep dead keys for
// itself, and a guest with such a layout would never get one. Under Wayland SDL composes for the
// text only; there such a file is an error of libxkbcommon's.
class NoComposing {
public:
    NoComposing() {
        if (const char* file = std::getenv(name)) before_ = file;
        setenv(name, "/dev/null", 1);
    }
    ~NoComposing() {
        if (before_)
            setenv(name, before_->c_str(), 1);
        else
            unsetenv(name);
    }
    NoComposing(const NoComposing&) = delete;
    NoComposing& operator=(const NoComposing&) = delete;

private:
    static constexpr const char* name = "XCOMPOSEFILE";
    std::optional<std::string> before_;
};

void set_hints() {
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    SDL_SetHint(SDL_HINT_APP_NAME, "ecsview");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    SDL_SetHint(SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0");
    SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
    SDL_SetHint(SDL_HINT_ALLOW_ALT_TAB_WHILE_GRABBED, "0");
    SDL_SetHint(SDL_HINT_MOUSE_FOCUS_CLICKTHROUGH, "1");
    // What fingers mean is found out here; SDL would make each first one a mouse's left button.
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    // The window decides what its close button means; SDL_QUIT is then the display's end, or ours.
    SDL_SetHint(SDL_HINT_QUIT_ON_LAST_WINDOW_CLOSE, "0");
    // The window's name for window managers: X11 class and Wayland app id.
    setenv("SDL_VIDEO_X11_WMCLASS", "ecsview", 0);
    setenv("SDL_VIDEO_WAYLAND_WMCLASS", "ecsview", 0);
}

bool uses(std::string_view driver) {
    const char* name = SDL_GetCurrentVideoDriver();
    return name && name == driver;
}

bool on_x11() {
    return uses("x11");
}

bool on_wayland() {
    return uses("wayland");
}

bool has_screen() {
    const char* driver = SDL_GetCurrentVideoDriver();
    if (!driver || SDL_GetNumVideoDisplays() < 1) return false;
    const std::string_view name = driver;
    const bool blind = name == "dummy" || name == "offscreen" || name == "evdev";
    return !blind || std::getenv("SDL_VIDEODRIVER") != nullptr;
}

// Whether SDL_WaitEvent sleeps; with any other driver it looks again each millisecond.
bool sdl_can_wait() {
    return on_x11() || on_wayland();
}

// On a bare console the kernel goes on typing into it what SDL reads from the keyboards,
// Ctrl+Alt+Del among it. SDL stops that if the console is the terminal that ecsview was started on.
void look_for_console() {
    if (!uses("KMSDRM")) return;
    const UniqueFd terminal(open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC));
    char kind = 0;
    if (!terminal || ioctl(terminal.get(), KDGKBTYPE, &kind) != 0)
        log::warning("ui", "keys go to this machine's own console, too; start ecsview on it");
}

// On X11 the window's own shared memory is smaller and faster than a detour over a GPU's texture;
// elsewhere the texture is all that SDL has, and where X has pixels that SDL cannot name (10 bits a
// channel).
void choose_surface() {
    SDL_DisplayMode mode{};
    const bool named =
        SDL_GetDesktopDisplayMode(0, &mode) == 0 && mode.format != SDL_PIXELFORMAT_UNKNOWN;
    if (!on_x11()) return;
    if (named) {
        SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
        return;
    }
    // OpenGL would take pixels of 8 bits, and X would show them as if they were of 10.
    for (const auto channel : {SDL_GL_RED_SIZE, SDL_GL_GREEN_SIZE, SDL_GL_BLUE_SIZE})
        SDL_GL_SetAttribute(channel, 10);
    SDL_GL_SetAttribute(SDL_GL_ALPHA_SIZE, 0);
}

// Where Wayland's socket would be; empty: without XDG_RUNTIME_DIR it has no place.
std::string wayland_socket() {
    const char* folder = std::getenv("XDG_RUNTIME_DIR");
    const char* display = std::getenv("WAYLAND_DISPLAY");
    std::string name = display ? display : "wayland-0";
    if (name.starts_with('/')) return name;
    return folder && *folder == '/' ? std::string(folder) + "/" + name : std::string();
}

// A socket that has no place or too long a name cannot be there, and libwayland would say so on
// standard error in words of its own. It says nothing of one that is missing.
class WaylandSilence {
public:
    WaylandSilence() {
        const std::string path = wayland_socket();
        const bool possible = !path.empty() && path.size() < sizeof(sockaddr_un::sun_path);
        if (possible || std::getenv("WAYLAND_SOCKET")) return;
        const char* display = std::getenv("WAYLAND_DISPLAY");
        before_ = display ? std::optional<std::string>(display) : std::nullopt;
        active_ = setenv("WAYLAND_DISPLAY", "/nonexistent/wayland", 1) == 0;
    }
    ~WaylandSilence() {
        if (active_ && before_) setenv("WAYLAND_DISPLAY", before_->c_str(), 1);
        if (active_ && !before_) unsetenv("WAYLAND_DISPLAY");
    }
    WaylandSilence(const WaylandSilence&) = delete;
    WaylandSilence& operator=(const WaylandSilence&) = delete;

private:
    bool active_ = false;
    std::optional<std::string> before_;
};

bool init_driver(const std::string& name) {
    if (name.empty())
        SDL_ResetHint(SDL_HINT_VIDEODRIVER);
    else
        SDL_SetHintWithPriority(SDL_HINT_VIDEODRIVER, name.c_str(), SDL_HINT_OVERRIDE);
    return SDL_Init(SDL_INIT_VIDEO) == 0;
}

bool init_x11() {
    const NoComposing dead_keys_pass;
    return init_driver("x11");
}

bool init_video() {
    const WaylandSilence silence;
    for (const std::string& name : drivers_to_try())
        if (name == "x11" ? init_x11() : init_driver(name)) return true;
    return false;
}

// The one signal that reaches us is that of a virtual console which comes or goes (chvt). SDL
// answers it here; what was on the screen is gone after that, and SDL does not say so.
void console_switched() {
    SDL_PumpEvents();
    SDL_Event event{};
    event.type = SDL_WINDOWEVENT;
    event.window.event = SDL_WINDOWEVENT_EXPOSED;
    SDL_PushEvent(&event);
}

}  // namespace

SdlVideo::SdlVideo() {
    keep_input_methods_out();
    set_hints();
    SDL_SetMainReady();
    const bool opened = init_video();
    if (!opened || !has_screen()) {
        log::info("ui", "no display", {{"sdl", SDL_GetError()}});
        SDL_Quit();
        throw NoDisplay(ExitCode::no_display, tr(sentence));
    }
    look_for_console();
    choose_surface();
    // No input method and no screen keyboard, but the text of each key press is still reported.
    SDL_StopTextInput();
    SDL_EventState(SDL_TEXTINPUT, SDL_ENABLE);
    wake_event_ = SDL_RegisterEvents(1);
    if (!sdl_can_wait()) devices_.emplace();
    if (on_x11()) keysyms_.emplace();
}

bool SdlVideo::wait(SDL_Event& event,
                    std::optional<std::chrono::steady_clock::time_point> deadline) {
    using std::chrono::milliseconds;
    using std::chrono::steady_clock;
    std::optional<milliseconds> limit;
    // Rounded up: waking a little early would only mean waking twice.
    if (deadline)
        limit = std::clamp(std::chrono::ceil<milliseconds>(*deadline - steady_clock::now()),
                           milliseconds(1), milliseconds(60'000));
    if (!devices_ && !x11_)
        return SDL_WaitEventTimeout(&event, limit ? static_cast<int>(limit->count()) : -1) != 0;
    if (SDL_PollEvent(&event)) return true;
    if (!devices_)
        x11_->wait(limit);
    else if (devices_->wait(limit))
        console_switched();
    return SDL_PollEvent(&event) != 0;
}

void SdlVideo::push(Uint32 type) noexcept {
    SDL_Event event{};
    event.type = type;
    SDL_PushEvent(&event);
    if (devices_) devices_->wake();
    if (x11_) x11_->wake();
}

SdlVideo::~SdlVideo() {
    SDL_Quit();
}

// ---- the window ---------------------------------------------------------------------------------

namespace {

// Under Wayland SDL draws by OpenGL ES alone, and makes a window that is not meant for it anew when
// it is there already. sway 1.7, Debian 12's, dies of that, and SDL with it. There a point of the
// window is as many pixels as the display's scale says, and we draw pixels.
Uint32 window_flags() {
    const Uint32 usual = SDL_WINDOW_HIDDEN | SDL_WINDOW_RESIZABLE;
    return on_wayland() ? usual | SDL_WINDOW_OPENGL | SDL_WINDOW_ALLOW_HIGHDPI : usual;
}

// On Wayland a window that is not seen yet has nothing to draw into. What was tried is given back:
// where OpenGL draws, its first frame would have the size that the window had now, and it stayed on
// the screen cut off at the top when the window grew before it was seen.
void require_pixels(SDL_Window* window) {
    if (!on_x11()) return;
    const bool there = SDL_GetWindowSurface(window) != nullptr;
    if (!there) log::info("ui", "no pixels", {{"sdl", SDL_GetError()}});
    SDL_DestroyWindowSurface(window);
    if (there) return;
    throw Error(ExitCode::no_display,
                tr("This display has pixels that ecsview cannot draw, and no OpenGL to draw them; "
                   "set it to 24 bits a pixel."));
}

void set_icon(SDL_Window* window) {
    constexpr int side = 64;  // what title bars and switchers make smaller
    auto pixels = icon_pixels(side);
    const SurfaceHandle icon(SDL_CreateRGBSurfaceWithFormatFrom(
        pixels.data(), side, side, 32, side * 4, SDL_PIXELFORMAT_ARGB8888));
    if (icon) SDL_SetWindowIcon(window, icon.get());  // copies it
}

}  // namespace

WindowHandle SdlVideo::make_window(const char* title, int at, screen::WindowSize size) {
    WindowHandle window(SDL_CreateWindow(title, at, at, size.width, size.height, window_flags()));
    if (!window)
        throw Error(ExitCode::no_display,
                    tr("The display gave no window ({1}); check that the graphical session works.",
                       log::printable(SDL_GetError())));
    require_pixels(window.get());
    set_icon(window.get());
    if (const auto connection = x11_connection_of(window.get()); connection && !x11_)
        x11_.emplace(*connection);
    return window;
}

void CloseWindow::operator()(SDL_Window* window) const noexcept {
    // Else SDL frees its texture with the renderer, and looks at it again.
    SDL_DestroyWindowSurface(window);
    SDL_DestroyWindow(window);
}

}  // namespace ecsview::ui
