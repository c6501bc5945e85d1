# SPDX-License-Identifier: GPL-2.0-or-later
# ISA-L: its inflate alone, which libvncclient calls through src/rfb/decoder/inflate.cpp. Without its
# assembler it is no faster than zlib, and that for 64-bit ARM has not been measured by us. What
# chooses between its parts by the processor is ours.
needs=""
# The recipe of libvncserver asks for this, and its key in the cache has it not: who changes one changes both.
processors="x86_64"

recipe() {
  local name c=(igzip/igzip_inflate) asm=(igzip/igzip_decode_block_stateless_01
    igzip/igzip_decode_block_stateless_04 igzip/rfc1951_lookup igzip/adler32_sse igzip/adler32_avx2_4)
  mkdir -p "$object" && cd "$source"
  for name in "${c[@]}"; do
    "$CC" $CFLAGS -Iinclude -c "$name.c" -o "$object/${name##*/}.o"
  done
  for name in "${asm[@]}"; do
    nasm -f elf64 -DINTEL_CET_ENABLED -DAS_FEATURE_LEVEL=10 -Iinclude/ -Iigzip/ "$name.asm" \
      -o "$object/${name##*/}.o"
  done
  "$AR" crs "$object/libisal.a" "$object"/*.o
  "$STRIP" --strip-unneeded "$object/libisal.a" # NASM writes the path of each source into it
  install -D -m 644 "$object/libisal.a" -t "$stage/lib"
  install -D -m 644 include/igzip_lib.h -t "$stage/include"
}
