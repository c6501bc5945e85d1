// SPDX-License-Identifier: GPL-2.0-or-later
// What libvncclient calls for zlib's inflate where ISA-L is built in: third_party/recipes gives the
// three calls these names in it. They take, refuse and return what zlib's do with Z_SYNC_FLUSH;
// what is wrong may be found up to 64 kB earlier. A stream belongs to the thread that decodes.
#pragma once

#include <zlib.h>

extern "C" {
int ecsview_inflate_init(z_stream* stream, const char* version, int size) noexcept;
int ecsview_inflate(z_stream* stream, int flush) noexcept;
int ecsview_inflate_end(z_stream* stream) noexcept;
}
