# SPDX-License-Identifier: GPL-2.0-or-later
# libwebsockets: a client on mbedTLS, with raw sockets and adopted descriptors and IPv6. No
# server, no proxies, no HTTP/2, no extensions: a console needs none of them or has its own, and
# permessage-deflate over TLS is a way to leak secrets.
needs="mbedtls"

recipe() {
  cmake_configure \
    -DLWS_WITH_STATIC=ON -DLWS_STATIC_PIC=ON -DLWS_WITH_SHARED=OFF -DDISABLE_WERROR=ON \
    -DLWS_WITHOUT_SERVER=ON -DLWS_WITHOUT_TESTAPPS=ON -DLWS_WITH_MINIMAL_EXAMPLES=OFF \
    -DLWS_WITHOUT_EXTENSIONS=ON -DLWS_WITH_ZLIB=OFF -DLWS_WITH_HTTP2=OFF -DLWS_IPV6=ON \
    -DLWS_ROLE_RAW_FILE=ON -DLWS_CLIENT_HTTP_PROXYING=OFF -DLWS_WITH_SOCKS5=OFF \
    -DLWS_WITH_SYS_SMD=OFF -DLWS_WITH_CONMON=OFF -DLWS_WITH_NETLINK=OFF -DLWS_WITH_UDP=OFF \
    -DLWS_WITH_CACHE_NSCOOKIEJAR=OFF -DLWS_WITH_LEJP=OFF -DLWS_WITH_LEJP_CONF=OFF \
    -DLWS_WITH_DIR=OFF -DLWS_WITH_EVLIB_PLUGINS=OFF -DLWS_WITH_HTTP_UNCOMMON_HEADERS=OFF \
    -DLWS_WITH_EXPORT_LWSTARGETS=OFF -DLWS_WITH_TLS_SESSIONS=OFF \
    -DLWS_WITH_SSL=ON -DLWS_WITH_MBEDTLS=ON -DLWS_MBEDTLS_INCLUDE_DIRS="$prefix/include" \
    -DMBEDTLS_LIBRARY="$prefix/lib/libmbedtls.a" -DMBEDX509_LIBRARY="$prefix/lib/libmbedx509.a" \
    -DMBEDCRYPTO_LIBRARY="$prefix/lib/libmbedcrypto.a" \
    -DLWS_MBEDTLS_LIBRARIES="$prefix/lib/libmbedtls.a;$prefix/lib/libmbedx509.a;$prefix/lib/libmbedcrypto.a"
  lws_assert
  cmake_build websockets
  # While its loop waits, another thread may work on what belongs to it: src/link/tunnel/loop.cpp.
  "${STRIP%strip}objcopy" --redefine-sym poll=ecsview_loop_poll "$object/lib/libwebsockets.a"
  install -D -m 644 "$object/lib/libwebsockets.a" -t "$stage/lib"
  install -D -m 644 "$source/include/libwebsockets.h" "$object/include/lws_config.h" -t "$stage/include"
  cp -r "$source/include/libwebsockets" "$stage/include"
}

# When mbedTLS does not link while CMake probes, features vanish without a word. Not here.
lws_assert() {
  local name
  for name in LWS_HAVE_mbedtls_ssl_conf_alpn_protocols LWS_WITH_MBEDTLS LWS_WITH_CLIENT \
    LWS_ROLE_RAW LWS_ROLE_RAW_FILE LWS_ROLE_WS LWS_WITH_IPV6; do
    grep -qE "^#define $name\b" "$object"/lws_config*.h "$object"/include/lws_config*.h ||
      die "libwebsockets was configured without $name; see the CMake log in $object"
  done
}
