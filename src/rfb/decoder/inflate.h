// SPDX-License-Identifier: GPL-2.0-or-later
// What libvncclient calls for zlib's inflate where ISA-L is built in: third_party/recipes gives the
// three calls these names in it. They take, refuse and return what zlib's do with Z_SYNC_FLUSH;
// what is wrong may be found up to 64 kB earlier. A stream belongs to the thread that decodes.
#pragma once

struct z_stream_s;  // zlib's

extern "C" {
int ecsview_inflate_init(z_stream_s* stream, const char* version, int size) noexcept;
int ecsview_inflate(z_stream_s* stream, int flush) noexcept;
int ecsview_inflate_end(z_stream_s* stream) noexcept;
}
