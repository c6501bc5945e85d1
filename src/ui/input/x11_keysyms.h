// SPDX-License-Identifier: GPL-2.0-or-later
// What X says that a key means now: the keysym, with the layout, its level, its options
// (caps:escape) and the locks. SDL keeps only a part of that. It is put into the field "unused" of
// SDL's key press on the way to the queue. One object, while SDL's video system is on; main thread.
// Nothing happens on other systems, nor where libX11 is not there.
#pragma once

#include <SDL.h>

#include <cstdint>

namespace ecsview::ui {

class X11Keysyms {
public:
    X11Keysyms();
    ~X11Keysyms();
    X11Keysyms(const X11Keysyms&) = delete;
    X11Keysyms& operator=(const X11Keysyms&) = delete;

private:
    static int look(void* self, SDL_Event* event) noexcept;
    void take(const SDL_SysWMEvent& event) noexcept;

    void* look_up_ = nullptr;      // XLookupString, of the library that SDL has loaded
    std::uint32_t pressed_ = 0;    // by the X event that SDL makes a key press of next
    bool second_decimal_ = false;  // that event is about Brazil's second decimal key
};

}  // namespace ecsview::ui
