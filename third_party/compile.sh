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
  mkdir -p "$stage/manifest"
  mv "$work/manifest.$1" "$stage/manifest/$1"
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
