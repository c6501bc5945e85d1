# SPDX-License-Identifier: GPL-2.0-or-later
# From a package's name to a patched source tree: choose a version, get its files, check every
# hash, unpack, apply Debian's patches and then ours. Sourced by `build`.
# Needs $here, $work, $cache; writes what was used to $work/manifest.PACKAGE.

locked_versions() { awk -v p="$1" '$1 == p { print $2 }' "$here/lock" | uniq; }
locked_files() { awk -v p="$1" -v v="$2" '$1 == p && $2 == v { print $3, $4 }' "$here/lock"; }

has_sum() { [ -f "$1" ] && [ "$(sha256sum <"$1" | cut -d' ' -f1)" = "$2" ]; }

# Makes sure that FILE with SUM is in $cache/sources: from ECSVIEW_SOURCES, the cache, the archive.
obtain() {
  local package=$1 sum=$2 file=$3 store=$cache/sources
  mkdir -p "$store"
  if has_sum "${ECSVIEW_SOURCES:-/nonexistent}/$file" "$sum"; then
    cp "$ECSVIEW_SOURCES/$file" "$store/.$file.$$" && mv "$store/.$file.$$" "$store/$file"
    origin="ECSVIEW_SOURCES"
  elif has_sum "$store/$file" "$sum"; then
    origin="cache"
  elif [ -n "${ECSVIEW_SOURCES:-}" ]; then
    return 1
  else
    archive_download "$package" "$file" "$sum" "$work/$file" || return 1
    has_sum "$work/$file" "$sum" || return 1
    mv "$work/$file" "$store/.$file.$$" && mv "$store/.$file.$$" "$store/$file"
    origin="Debian $source_suite"
  fi
}

# Obtains all files given as "SUM FILE" lines on standard input, or fails.
obtain_all() {
  local package=$1 sum file
  while read -r sum file; do
    obtain "$package" "$sum" "$file" || return 1
    chosen_files+=("$sum $file ($origin)")
  done
  [ ${#chosen_files[@]} -gt 0 ]
}

# Sets chosen_version and chosen_files: a locked version, else what fallback_version accepts.
choose_version() {
  local package=$1
  for chosen_version in $(locked_versions "$package"); do
    chosen_files=()
    obtain_all "$package" < <(locked_files "$package" "$chosen_version") && return 0
    say "$package $chosen_version: not to be had"
  done
  [ -z "${ECSVIEW_SOURCES:-}" ] ||
    die "$package: no locked version is complete in ECSVIEW_SOURCES=$ECSVIEW_SOURCES"
  fallback_version "$package" ||
    die "$package: no acceptable version can be had; see third_party/README.md"
}

# The newest Debian revision in the signed index that the lock does not know and whose .orig tarball
# is, byte for byte, the locked one. A known revision with other hashes is no candidate.
fallback_version() {
  local package=$1 index orig
  index=$(archive_index "$package")
  orig=$(awk -v p="$package" '$1 == p && $4 ~ /[.]orig[.]/ { print $3 }' "$here/lock" | sort -u)
  for chosen_version in $(cut -d' ' -f1 <<<"$index" | uniq); do
    local files
    files=$(awk -v v="$chosen_version" '$1 == v { print $2, $3 }' <<<"$index")
    [ -z "$(locked_files "$package" "$chosen_version")" ] || continue
    grep -qF "$orig" <<<"$files" || continue
    chosen_files=()
    obtain_all "$package" <<<"$files" || continue
    say "WARNING: $package $chosen_version IS NOT IN THE LOCK:" \
      "same upstream tarball, other Debian patches"
    return 0
  done
  return 1
}

# Unpacks and patches PACKAGE into $work/src/PACKAGE.
prepare_source() {
  local package=$1 tree=$work/src/$1 chosen_version origin line file
  local -a chosen_files
  choose_version "$package"
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
    printf '%s %s%s\n' "$package" "$chosen_version" \
      "$([ -n "$(locked_files "$package" "$chosen_version")" ] || echo ' NOT IN THE LOCK')"
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

apply_our_patches() {
  local patch
  for patch in $(our_patches "$1"); do
    apply "$2" "$patch"
  done
}

apply() {
  patch -d "$1" -p1 --forward --batch --no-backup-if-mismatch -s <"$2" >&2 ||
    die "patch does not apply: $2"
}
