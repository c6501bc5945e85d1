// SPDX-License-Identifier: GPL-2.0-or-later
// libxcb's functions by their names: libX11 has loaded it, and where there is no X11 it is not
// there. While SDL's video system is on; any thread.
#pragma once

#include <dlfcn.h>

namespace ecsview::ui {

struct XcbLibrary {
    void* const handle = dlopen("libxcb.so.1", RTLD_LAZY | RTLD_NOLOAD);

    template <class Function>
    bool find(Function& function, const char* name) const {
        function = handle ? reinterpret_cast<Function>(dlsym(handle, name)) : nullptr;
        return function != nullptr;
    }
};

}  // namespace ecsview::ui
