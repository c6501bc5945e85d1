# SPDX-License-Identifier: GPL-2.0-or-later
# The stamp in a prefix, and finished prefixes kept outside the tree. A cache entry is a tar file
# that is written beside its place and renamed into it, so an interrupted run leaves no half of one.
# Sourced by `build`.

# Everything a result depends on: recipes, scripts, lock, patches, toolchain, sanitizer, compiler.
cache_key() {
  {
    cd "$here"
    find . -type f ! -name README.md ! -name relock -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
    printf '%s\n' "$sanitize" "$TARGET_TRIPLET" "$CC" "$TARGET_CFLAGS"
    sha256sum <"../toolchains/$toolchain.mk"
    "$CC" --version
  } | sha256sum | cut -d' ' -f1
}

stamp_is() { [ "$(cat "$destination/.stamp" 2>/dev/null)" = "$1" ]; }

cache_entry() { printf '%s/prefixes/%s.tar' "$cache" "$key"; }

cache_restore() {
  [ -f "$(cache_entry)" ] || return 1
  prefix=$work/prefix
  mkdir -p "$prefix"
  tar -xf "$(cache_entry)" -C "$prefix" || { rm -rf "$prefix"; return 1; }
  say "taken from the cache: $(cache_entry)"
  grep 'NOT IN THE LOCK' "$prefix/MANIFEST" >&2 || true
}

cache_store() {
  local entry
  entry=$(cache_entry)
  mkdir -p "$cache/prefixes"
  tar --sort=name --owner=0 --group=0 -cf "$entry.$$" -C "$prefix" . && mv "$entry.$$" "$entry"
}

# Replaces the destination whole; the stamp is written last.
install_prefix() {
  mkdir -p "$(dirname "$destination")"
  rm -rf "$destination.new" && cp -r "$prefix" "$destination.new"
  printf '%s\n' "$key" >"$destination.new/.stamp"
  rm -rf "$destination" && mv "$destination.new" "$destination"
}
