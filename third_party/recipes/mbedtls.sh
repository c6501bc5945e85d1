# SPDX-License-Identifier: GPL-2.0-or-later
# mbedTLS: TLS 1.2 and 1.3. What is switched off is never negotiated by us or is a weakness; what
# old roots and servers need (SHA-1 and MD5 in certificates, AES-CBC) stays. The configuration is
# changed in the header that gets installed: struct layouts depend on it, so dependents must see it.
needs=""

switched_off="
  SSL_PROTO_DTLS SSL_DTLS_CONNECTION_ID SSL_DTLS_CONNECTION_ID_COMPAT SSL_DTLS_ANTI_REPLAY
  SSL_DTLS_HELLO_VERIFY SSL_DTLS_CLIENT_PORT_REUSE SSL_COOKIE_C SSL_CONTEXT_SERIALIZATION
  SSL_RENEGOTIATION
  SSL_TLS1_3_KEY_EXCHANGE_MODE_PSK_ENABLED
  KEY_EXCHANGE_PSK_ENABLED KEY_EXCHANGE_DHE_PSK_ENABLED KEY_EXCHANGE_ECDHE_PSK_ENABLED
  KEY_EXCHANGE_RSA_PSK_ENABLED KEY_EXCHANGE_RSA_ENABLED KEY_EXCHANGE_DHE_RSA_ENABLED
  KEY_EXCHANGE_ECDH_ECDSA_ENABLED KEY_EXCHANGE_ECDH_RSA_ENABLED
  ECP_DP_SECP192R1_ENABLED ECP_DP_SECP224R1_ENABLED ECP_DP_SECP192K1_ENABLED
  ECP_DP_SECP224K1_ENABLED ECP_DP_SECP256K1_ENABLED ECP_DP_BP256R1_ENABLED ECP_DP_BP384R1_ENABLED
  ECP_DP_BP512R1_ENABLED ECP_DP_CURVE448_ENABLED
  CAMELLIA_C ARIA_C LMS_C ECJPAKE_C RIPEMD160_C DES_C PKCS7_C PKCS12_C
  CIPHER_MODE_CFB CIPHER_MODE_OFB CIPHER_MODE_XTS
  PSA_CRYPTO_STORAGE_C PSA_ITS_FILE_C SELF_TEST DEBUG_C"
switched_on="THREADING_C THREADING_PTHREAD"

recipe() {
  local name
  for name in $switched_off; do mbedtls_switch "s|^#define MBEDTLS_$name\b|//&|"; done
  for name in $switched_on; do mbedtls_switch "s|^//\(#define MBEDTLS_$name\)\$|\1|"; done
  cmake_configure -DENABLE_TESTING=OFF -DENABLE_PROGRAMS=OFF -DGEN_FILES=OFF \
    -DUSE_STATIC_MBEDTLS_LIBRARY=ON -DUSE_SHARED_MBEDTLS_LIBRARY=OFF -DMBEDTLS_FATAL_WARNINGS=OFF
  cmake_build mbedtls mbedx509 mbedcrypto
  install -D -m 644 "$object"/library/libmbed{tls,x509,crypto}.a -t "$stage/lib"
  mkdir -p "$stage/include"
  cp -r "$source"/include/{mbedtls,psa} "$stage/include"
}

# Edits the configuration; a name that is not there any more is an error, not silence.
mbedtls_switch() {
  local header=$source/include/mbedtls/mbedtls_config.h before
  before=$(<"$header")
  sed -i "$1" "$header"
  [ "$before" != "$(<"$header")" ] || die "mbedtls: nothing to switch for $1"
}
