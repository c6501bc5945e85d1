// SPDX-License-Identifier: GPL-2.0-or-later
// libxcb's functions by their names: libX11 has loaded it, and where there is no X11 it is not
// there. While SDL's video system is on; any thread.
#pragma once

#include <dlfcn.h>

#include <mutex>

namespace ecsview::ui {

// libXau, which looks up who we are when a connection is made, has one buffer for all threads.
inline std::mutex connecting_to_x11;

// A connection of one's own, by xcb_connect.
template <class Connect>
auto connect_to_x11(Connect connect) {
    const std::lock_guard lock(connecting_to_x11);
    return connect(nullptr, nullptr);
}

struct XcbLibrary {
    void* const handle = dlopen("libxcb.so.1", RTLD_LAZY | RTLD_NOLOAD);

    template <class Function>
    bool find(Function& function, const char* name) const {
        function = handle ? reinterpret_cast<Function>(dlsym(handle, name)) : nullptr;
        return function != nullptr;
    }
};

}  // namespace ecsview::ui
