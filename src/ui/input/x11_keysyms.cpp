// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/x11_keysyms.h"

#include <dlfcn.h>

#include <utility>

// Xlib's names come with it.
#include <SDL_syswm.h>

namespace ecsview::ui {

#ifdef SDL_VIDEO_DRIVER_X11

namespace {

using LookUp = int (*)(XKeyEvent*, char*, int, KeySym*, void*);

// The keypad's second decimal key as Linux numbers it (KEY_KPCOMMA, 121). To SDL it is the first.
constexpr unsigned second_decimal = 121 + 8;

constexpr KeySym meta_left = 0xffe7, meta_right = 0xffe8;

KeySym keysym_of(LookUp look_up, XKeyEvent event) {
    KeySym keysym = 0;
    char text[32];
    look_up(&event, text, sizeof text, &keysym, nullptr);
    return keysym;
}

// X calls Alt Meta while Shift is down. Few servers know a Meta, and it is the same key.
KeySym meaning(LookUp look_up, XKeyEvent event) {
    const KeySym keysym = keysym_of(look_up, event);
    if (keysym != meta_left && keysym != meta_right) return keysym;
    event.state &= ~static_cast<unsigned>(ShiftMask);
    return keysym_of(look_up, event);
}

}  // namespace

X11Keysyms::X11Keysyms() {
    void* library = dlopen("libX11.so.6", RTLD_LAZY | RTLD_NOLOAD);
    if (library) look_up_ = dlsym(library, "XLookupString");
    if (!look_up_) return;
    SDL_EventState(SDL_SYSWMEVENT, SDL_ENABLE);
    SDL_SetEventFilter(&X11Keysyms::look, this);
}

void X11Keysyms::take(const SDL_SysWMEvent& event) noexcept {
    pressed_ = 0;
    second_decimal_ = false;
    if (event.msg->subsystem != SDL_SYSWM_X11) return;
    const XEvent& x = event.msg->msg.x11.event;
    if (x.type != KeyPress && x.type != KeyRelease) return;
    second_decimal_ = x.xkey.keycode == second_decimal;
    if (x.type == KeyRelease) return;
    pressed_ = static_cast<std::uint32_t>(meaning(reinterpret_cast<LookUp>(look_up_), x.xkey));
}

#else

X11Keysyms::X11Keysyms() = default;
void X11Keysyms::take(const SDL_SysWMEvent&) noexcept {}

#endif

X11Keysyms::~X11Keysyms() {
    if (look_up_) SDL_SetEventFilter(nullptr, nullptr);
}

// SDL calls it for each event before that is queued, also for those that other threads push. X's
// own are only looked at.
int X11Keysyms::look(void* self, SDL_Event* event) noexcept {
    auto& keysyms = *static_cast<X11Keysyms*>(self);
    if (event->type == SDL_SYSWMEVENT) {
        keysyms.take(event->syswm);
        return 0;
    }
    if (event->type != SDL_KEYDOWN && event->type != SDL_KEYUP) return 1;
    SDL_Keysym& key = event->key.keysym;
    if (std::exchange(keysyms.second_decimal_, false) && key.scancode == SDL_SCANCODE_KP_PERIOD)
        key.scancode = SDL_SCANCODE_KP_COMMA;
    if (event->type == SDL_KEYDOWN) event->key.keysym.unused = std::exchange(keysyms.pressed_, 0);
    return 1;
}

}  // namespace ecsview::ui
