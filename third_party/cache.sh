# SPDX-License-Identifier: GPL-2.0-or-later
# Finished libraries, kept outside the tree: one tar file a package, named by everything it depends
# on. An entry is written beside its place and renamed into it, so an interrupted run leaves no half
# of one. No entry holds a path of the machine that made it. Sourced by `build`.

# What every library depends on besides its own files: every script that chooses, gets, patches,
# compiles and packs, and the toolchain.
common_inputs() {
  cat "$here"/build "$here"/{archive,cache,compile,sources,toolchain}.sh
  printf '%s\n' "$sanitize" "$CC" "$AR" "$TARGET_TRIPLET" "$TARGET_CFLAGS" "$CMAKE_SYSTEM_PROCESSOR"
  "$CC" --version
}

# One hash over all inputs: it tells in a moment that nothing changed.
whole_key() {
  {
    common_inputs
    toolchain_headers
    echo "$packages"
    cat "$here/lock" "$here"/recipes/*.sh "$here"/patches/*/*.patch
  } | sha256sum
}

# Sets keys[PACKAGE] from FILES, lines "VERSION SUM FILE" of the version that was chosen. A key covers
# these, the package's recipe, our patches to it, the common inputs, and the keys of the packages it
# needs, which have been set; of a recipe that says so, the distribution's headers, too.
declare -A keys=()
cache_key() {
  local package=$1 files=$2 needs
  needs=$(sed -n 's/^needs="\(.*\)"$/\1/p' "$here/recipes/$package.sh")
  keys[$package]=$({
    common_inputs
    printf '%s\n' "$files" "$(for need in $needs; do echo "${keys[$need]}"; done)"
    cat "$here/recipes/$package.sh"
    ! grep -q '^needs_headers=yes$' "$here/recipes/$package.sh" || toolchain_headers
    [ ! -d "$here/patches/$package" ] || cat "$here/patches/$package"/*.patch
  } | sha256sum | cut -c1-40)
}

cache_entry() { printf '%s/libraries/%s-%s.tar' "$cache" "$1" "${keys[$1]}"; }
cache_has() { [ -f "$(cache_entry "$1")" ]; }

cache_store() {
  local entry
  entry=$(cache_entry "$1")
  mkdir -p "$cache/libraries"
  tar --sort=name --owner=0 --group=0 -cf "$entry.$$" -C "$work/stage/$1" .
  mv "$entry.$$" "$entry"
}

# Unpacks a library into the prefix; an entry that cannot be read is thrown away.
cache_unpack() {
  mkdir -p "$prefix"
  tar -xf "$(cache_entry "$1")" -C "$prefix" || {
    rm -f "$(cache_entry "$1")"
    die "the cache entry of $1 was damaged and is gone now: run this again"
  }
}
