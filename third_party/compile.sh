# SPDX-License-Identifier: GPL-2.0-or-later
# Runs recipes. A recipe names the packages it needs and defines recipe(), which builds $source in
# $object, finds what it needs in $prefix, and puts headers and archives, nothing else, into $stage.
# Sourced by `build`.

# Compiles the packages in order, each in a process and with a log of its own. Not "compile_one ||":
# bash would then ignore errors inside the recipe.
compile_chain() {
  local package start
  for package in "$@"; do
    cache_has "$package" || {
      start=$SECONDS
      compile_one "$package" >"$work/$package.log" 2>&1 &
      wait $! || {
        tail -n 30 "$work/$package.log" >&2
        die "$package did not build; its log is $work/$package.log"
      }
      cache_store "$package"
      say "$package: $((SECONDS - start)) s"
    }
    cache_unpack "$package"
  done
}

compile_one() {
  source=$work/src/$1 object=$work/obj/$1 stage=$work/stage/$1
  export CC AR RANLIB CFLAGS=$compile_flags
  unset MAKEFLAGS MAKELEVEL MFLAGS DESTDIR
  source "$here/recipes/$1.sh"
  recipe
  keep_licences "$1"
  mkdir -p "$stage/manifest"
  mv "$work/manifest.$1" "$stage/manifest/$1"
}

# Whoever passes the program on has to pass these on: Debian's list of who owns what, and upstream's
# own words. `notices` collects them.
keep_licences() {
  local words
  words=$(find "$source" -maxdepth 1 -type f \( -name 'COPYING*' -o -name 'LICEN[CS]E*' -o \
    -name README.ijg \))
  [ -n "$words" ] || die "$1: its source has no licence file where they usually are"
  install -D -m 644 -t "$stage/licences/$1" $words
  install -D -m 644 "$source/debian/copyright" "$stage/licences/$1/copyright"
}

cmake_configure() {
  local generator="Unix Makefiles"
  ! command -v ninja >/dev/null || generator=Ninja
  cmake -G "$generator" -S "$source" -B "$object" -DCMAKE_TOOLCHAIN_FILE="$work/toolchain.cmake" \
    -DCMAKE_BUILD_TYPE=None -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
    -DCMAKE_FIND_USE_PACKAGE_REGISTRY=OFF -DCMAKE_PREFIX_PATH="$prefix" "$@"
}

cmake_build() { cmake --build "$object" -j "$(nproc)" --target "$@"; }

make_quietly() { make -s -j "$(nproc)" "$@"; }
