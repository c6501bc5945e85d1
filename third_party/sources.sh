# SPDX-License-Identifier: GPL-2.0-or-later
# From a package's name to a patched source tree: choose a version, get its files, check every
# hash, unpack, apply Debian's patches and then ours. Sourced by `build`.
# Needs $here, $work, $cache; writes what was used to $work/manifest.PACKAGE.

# "VERSION SUM FILE" of each file
locked_files() { awk -v p="$1" '$1 == p { print $2, $3, $4 }' "$here/lock"; }
is_locked() { locked_files "$1" | grep -q "^$2 "; }

# ECSVIEW_SOURCES is a folder with the tarballs, or the one file that `make sources` wrote.
open_given_sources() {
  given=${ECSVIEW_SOURCES:-}
  [ -n "$given" ] || return 0
  [ -e "$given" ] || die "ECSVIEW_SOURCES=$given: there is no such file or folder"
  [ ! -f "$given" ] || {
    mkdir -p "$work/given"
    tar -xf "$given" -C "$work/given" --no-same-owner || die "ECSVIEW_SOURCES=$given: no tar file"
    given=$work/given
  }
}

has_sum() { [ -f "$1" ] && [ "$(sha256sum <"$1" | cut -d' ' -f1)" = "$2" ]; }

# Makes sure that FILE with SUM is in $cache/sources: from ECSVIEW_SOURCES, the cache, the archive.
obtain() {
  local package=$1 sum=$2 file=$3 store=$cache/sources
  mkdir -p "$store"
  if has_sum "${given:-/nonexistent}/$file" "$sum"; then
    cp "$given/$file" "$store/.$file.$$" && mv "$store/.$file.$$" "$store/$file"
    origin="ECSVIEW_SOURCES"
  elif has_sum "$store/$file" "$sum"; then
    origin="cache"
  elif [ -n "$given" ]; then
    return 1
  else
    archive_download "$package" "$file" "$sum" "$work/$file" || return 1
    has_sum "$work/$file" "$sum" || return 1
    mv "$work/$file" "$store/.$file.$$" && mv "$store/.$file.$$" "$store/$file"
    origin="Debian $source_suite"
  fi
}

# Obtains all FILES, or fails; sets chosen_files: "SUM FILE (ORIGIN)".
obtain_all() {
  local package=$1 version sum file
  chosen_files=()
  while read -r version sum file; do
    obtain "$package" "$sum" "$file" || return 1
    chosen_files+=("$sum $file ($origin)")
  done <<<"$2"
}

# Which version of PACKAGE is built, and so its key in the cache: the locked one if the cache has it
# or its files can be had, else what the fallback accepts.
declare -A chosen=()
settle_version() {
  local package=$1
  local -a chosen_files
  chosen[$package]=$(locked_files "$package")
  cache_key "$package" "${chosen[$package]}"
  ! cache_has "$package" || return 0
  obtain_all "$package" "${chosen[$package]}" || {
    say "$package $(cut -d' ' -f1 <<<"${chosen[$package]}" | uniq): not to be had"
    [ -z "$given" ] || die "$package: its locked version is not complete in $ECSVIEW_SOURCES"
    fallback_version "$package" ||
      die "$package: no acceptable version can be had; see third_party/README.md"
    cache_key "$package" "${chosen[$package]}"
  }
}

# The newest Debian revision in the signed index that the lock does not know and whose .orig tarball
# is, byte for byte, the locked one. A known revision with other hashes is no candidate.
fallback_version() {
  local package=$1 index orig version
  index=$(archive_index "$package")
  orig=$(locked_files "$package" | awk '$3 ~ /[.]orig[.]/ { print $2 }')
  for version in $(cut -d' ' -f1 <<<"$index" | uniq); do
    ! is_locked "$package" "$version" || continue
    chosen[$package]=$(awk -v v="$version" '$1 == v' <<<"$index")
    grep -qF "$orig" <<<"${chosen[$package]}" || continue
    obtain_all "$package" "${chosen[$package]}" || continue
    say "WARNING: $package $version IS NOT IN THE LOCK:" \
      "same upstream tarball, other Debian patches"
    return 0
  done
  return 1
}

# Unpacks and patches PACKAGE into $work/src/PACKAGE.
prepare_source() {
  local package=$1 tree=$work/src/$1 version line file
  local -a chosen_files
  version=$(cut -d' ' -f1 <<<"${chosen[$1]}" | uniq)
  obtain_all "$package" "${chosen[$package]}" || die "$package $version: its files are gone"
  mkdir -p "$tree"
  for line in "${chosen_files[@]}"; do
    file=$(cut -d' ' -f2 <<<"$line")
    case $file in
      *.orig.tar.*)
        tar -xf "$cache/sources/$file" -C "$tree" --no-same-owner --strip-components=1
        ;;
      *.debian.tar.*) tar -xf "$cache/sources/$file" -C "$tree" --no-same-owner ;;
    esac
  done
  apply_debian_patches "$tree"
  apply_our_patches "$package" "$tree"
  {
    printf '%s %s%s\n' "$package" "$version" \
      "$(is_locked "$package" "$version" || echo ' NOT IN THE LOCK')"
    printf '  %s\n' "${chosen_files[@]}"
    our_patches "$package" | sed 's|.*/|  patch |'
  } >"$work/manifest.$package"
}

apply_debian_patches() {
  local tree=$1 name
  [ -f "$tree/debian/patches/series" ] || return 0
  sed 's/[[:space:]]*#.*//; s/[[:space:]].*//; /^$/d' "$tree/debian/patches/series" |
    while read -r name; do
      apply "$tree" "$tree/debian/patches/$name"
    done
}

our_patches() {
  [ ! -d "$here/patches/$1" ] || find "$here/patches/$1" -name '*.patch' | sort
}

# Ours have one line of context, so all of it must be there.
apply_our_patches() {
  local patch
  for patch in $(our_patches "$1"); do
    apply "$2" "$patch" --fuzz=0
  done
}

apply() {
  patch -d "$1" -p1 --forward --batch --no-backup-if-mismatch -s "${@:3}" <"$2" >&2 ||
    die "patch does not apply: $2"
}
