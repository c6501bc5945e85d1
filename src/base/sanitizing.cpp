// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/sanitizing.h"

#ifdef ECSVIEW_SANITIZE
// Read by the leak checker. On X11 SDL is left to the process's end (ui/sdl_video.cpp), its
// connection to D-Bus with it.
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_suppressions() {
    return "leak:libdbus-1.so\n";
}
extern "C" __attribute__((visibility("default"))) const char* __lsan_default_options() {
    return "print_suppressions=0";
}
#endif
