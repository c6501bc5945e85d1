# SPDX-License-Identifier: GPL-2.0-or-later
# Reads toolchains/NAME.mk and turns it into compiler flags and a CMake toolchain file.
# Sourced by `build`; needs $here and $work.

toolchain_names="CC CXX AR RANLIB STRIP TARGET_TRIPLET TARGET_CFLAGS SYSROOT CMAKE_SYSTEM_NAME
  CMAKE_SYSTEM_PROCESSOR LIBRARIES"

# Sets the names above from the make file, by make itself: one syntax, read by one program.
toolchain_read() {
  local file=$here/../toolchains/$1.mk assignments
  [ -f "$file" ] || die "no such toolchain: $file"
  assignments=$(env -u MAKEFLAGS -u MAKELEVEL -u MFLAGS make -rRs --no-print-directory -f "$file" --eval \
    "print: ; @: \$(foreach name,$(echo $toolchain_names),\$(info \$(name)='\$(\$(name))'))" print)
  eval "$assignments"
  command -v "$CC" >/dev/null || die "$CC is not installed"
  [ -z "$SYSROOT" ] || SYSROOT=$(realpath -m "$here/../$SYSROOT")
}

# Sets compile_flags for the sanitizer list $1, which may be empty, or for "coverage". What hardens is
# the same as for our own code: `hardening` in the Makefile.
toolchain_flags() {
  compile_flags="-fPIC -ffunction-sections -fdata-sections -fstack-protector-strong"
  compile_flags+=" -fstack-clash-protection -ffile-prefix-map=$work=third_party ${TARGET_CFLAGS}"
  case $CMAKE_SYSTEM_PROCESSOR in
    x86_64) compile_flags+=" -fcf-protection=full" ;;
    aarch64) compile_flags+=" -mbranch-protection=standard" ;;
  esac
  case $1 in
    "") compile_flags+=" -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -ftrivial-auto-var-init=zero" ;;
    coverage) compile_flags+=" -O1 -g1 -fprofile-instr-generate -fcoverage-mapping" ;;
    *fuzzer*) compile_flags+=" -O2 -g1 -fsanitize=$1 -fno-sanitize-recover=all" ;;
    *) compile_flags+=" -O1 -g1 -fno-omit-frame-pointer -fsanitize=$1" ;;
  esac
}

# A native build is told nothing about a system name: CMake would call it cross-compiling.
toolchain_cmake() {
  {
    printf 'set(CMAKE_C_COMPILER %s)\nset(CMAKE_AR %s CACHE STRING "")\n' "$CC" "$(command -v "$AR")"
    printf 'set(CMAKE_RANLIB %s CACHE STRING "")\n' "$(command -v "$RANLIB")"
    if [ "$TARGET_TRIPLET" != "$(gcc -dumpmachine)" ]; then
      printf 'set(CMAKE_SYSTEM_NAME %s)\nset(CMAKE_SYSTEM_PROCESSOR %s)\n' \
        "$CMAKE_SYSTEM_NAME" "$CMAKE_SYSTEM_PROCESSOR"
    fi
  } >"$work/toolchain.cmake"
}

# For a recipe that needs headers of the target's own Debian: sets sysroot_flags for CMake, and where
# pkg-config looks. Programs are this machine's.
toolchain_sysroot() {
  sysroot_flags=()
  [ -n "$SYSROOT" ] || return 0
  sysroot_flags=("-DCMAKE_SYSROOT=$SYSROOT" -DCMAKE_FIND_ROOT_PATH_MODE_PROGRAM=NEVER
    -DCMAKE_FIND_ROOT_PATH_MODE_LIBRARY=ONLY -DCMAKE_FIND_ROOT_PATH_MODE_INCLUDE=ONLY)
  export PKG_CONFIG_SYSROOT_DIR=$SYSROOT
  export PKG_CONFIG_LIBDIR=$SYSROOT/usr/lib/$TARGET_TRIPLET/pkgconfig:$SYSROOT/usr/share/pkgconfig
}

# What tells one set of those headers from another: the key of the sysroot, or the versions of the
# machine's packages.
toolchain_headers() {
  if [ -n "$SYSROOT" ]; then
    cat "$SYSROOT/.stamp" || die "there is no sysroot in $SYSROOT"
  else
    grep -- '-dev$' "$here/../toolchains/packages/build.txt" |
      xargs dpkg-query -W -f '${Package} ${Version}\n' ||
      die "these packages are missing; run toolchains/packages/install build"
  fi
}
