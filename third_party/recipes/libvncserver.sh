# SPDX-License-Identifier: GPL-2.0-or-later
# libvncclient out of LibVNCServer: no TLS, SASL or ssh tunnel (our tunnel does that); the built-in
# DES serves VncAuth. Of the decoders a server reaches those that were offered: patch 0004.
needs="zlib libjpeg-turbo"

recipe() {
  local feature off=()
  for feature in GNUTLS OPENSSL GCRYPT SASL LZO PNG XCB SYSTEMD SDL GTK QT FFMPEG LIBSSHTUNNEL \
    EXAMPLES TESTS TIGHTVNC_FILETRANSFER WEBSOCKETS; do
    off+=("-DWITH_$feature=OFF")
  done
  cmake_configure -DBUILD_SHARED_LIBS=OFF -DLIBVNCSERVER_INSTALL=OFF "${off[@]}" \
    -DZLIB_INCLUDE_DIR="$prefix/include" -DZLIB_LIBRARY="$prefix/lib/libz.a" \
    -DJPEG_INCLUDE_DIR="$prefix/include" -DJPEG_LIBRARY="$prefix/lib/libjpeg.a"
  grep -q '^#define LIBVNCSERVER_HAVE_LIBJPEG' "$object/include/rfb/rfbconfig.h" ||
    die "libvncclient was configured without JPEG; see the CMake log in $object"
  cmake_build vncclient
  # Its streams are unpacked by ISA-L where that is built: src/rfb/decoder/inflate.h.
  ! is_for_this_processor libisal ||
    "${STRIP%strip}objcopy" --redefine-sym inflateInit_=ecsview_inflate_init --redefine-sym inflate=ecsview_inflate \
      --redefine-sym inflateEnd=ecsview_inflate_end "$object/libvncclient.a"
  install -D -m 644 "$object/libvncclient.a" -t "$stage/lib"
  install -D -m 644 "$source"/include/rfb/*.h "$object/include/rfb/rfbconfig.h" -t "$stage/include/rfb"
}
