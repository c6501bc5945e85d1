# SPDX-License-Identifier: GPL-2.0-or-later
# libcurl: HTTP(S) on mbedTLS, for the ECS API and nothing else. Certificate authorities are given by
# the program (CURLOPT_CAINFO_BLOB); no bundle path is built in.
needs="zlib mbedtls"

recipe() {
  local feature off=()
  for feature in ALTSVC COOKIES NTLM KERBEROS_AUTH NEGOTIATE_AUTH AWS DOH HSTS NETRC MIME \
    WEBSOCKETS SRP; do
    off+=("-DCURL_DISABLE_$feature=ON")
  done
  cmake_configure -DBUILD_SHARED_LIBS=OFF -DBUILD_STATIC_LIBS=ON -DBUILD_CURL_EXE=OFF \
    -DBUILD_TESTING=OFF -DBUILD_EXAMPLES=OFF -DBUILD_LIBCURL_DOCS=OFF -DBUILD_MISC_DOCS=OFF \
    -DENABLE_CURL_MANUAL=OFF -DCURL_ENABLE_EXPORT_TARGET=OFF -DCURL_USE_PKGCONFIG=OFF \
    -DPICKY_COMPILER=OFF -DHTTP_ONLY=ON "${off[@]}" \
    -DCURL_USE_MBEDTLS=ON -DCURL_USE_OPENSSL=OFF -DCURL_ZLIB=ON -DCURL_BROTLI=OFF -DCURL_ZSTD=OFF \
    -DUSE_NGHTTP2=OFF -DUSE_LIBIDN2=OFF -DCURL_USE_LIBPSL=OFF -DCURL_USE_LIBSSH2=OFF \
    -DENABLE_THREADED_RESOLVER=ON -DENABLE_UNIX_SOCKETS=OFF \
    -DCURL_CA_BUNDLE=none -DCURL_CA_PATH=none \
    -DZLIB_INCLUDE_DIR="$prefix/include" -DZLIB_LIBRARY="$prefix/lib/libz.a" \
    -DMBEDTLS_INCLUDE_DIR="$prefix/include" -DMBEDTLS_LIBRARY="$prefix/lib/libmbedtls.a" \
    -DMBEDX509_LIBRARY="$prefix/lib/libmbedx509.a" \
    -DMBEDCRYPTO_LIBRARY="$prefix/lib/libmbedcrypto.a"
  cmake_build libcurl_static
  install -D -m 644 "$object/lib/libcurl.a" -t "$stage/lib"
  install -D -m 644 "$source"/include/curl/*.h -t "$stage/include/curl"
}
