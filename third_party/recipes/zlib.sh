# SPDX-License-Identifier: GPL-2.0-or-later
# zlib: its CMake build renames zconf.h inside the source, so its own configure is used.
needs=""

recipe() {
  mkdir -p "$object" && cd "$object"
  CHOST="" "$source/configure" --static --prefix=/ >configure.log
  make_quietly libz.a
  install -D -m 644 libz.a -t "$stage/lib"
  install -D -m 644 zconf.h "$source/zlib.h" -t "$stage/include"
}
