# SPDX-License-Identifier: GPL-2.0-or-later
# libjpeg-turbo: the libjpeg API alone. Not libturbojpeg: libvncclient carries its own copy of that
# wrapper, and two would clash. A build without SIMD is a failed build, where it has any.
needs=""

recipe() {
  local simd=ON
  [ "$CMAKE_SYSTEM_PROCESSOR" != s390x ] || simd=OFF
  cmake_configure -DENABLE_SHARED=OFF -DENABLE_STATIC=ON -DWITH_TURBOJPEG=OFF -DREQUIRE_SIMD=$simd
  cmake_build jpeg-static
  "$STRIP" --strip-unneeded "$object/libjpeg.a" # NASM writes the path of each source into it
  install -D -m 644 "$object/libjpeg.a" -t "$stage/lib"
  install -D -m 644 "$object/jconfig.h" "$source"/{jpeglib,jerror,jmorecfg}.h -t "$stage/include"
}
