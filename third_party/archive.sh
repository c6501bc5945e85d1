# SPDX-License-Identifier: GPL-2.0-or-later
# The Debian archive, seen through an apt of our own: nothing of the machine's apt is changed and
# no root is needed. Sourced by `build`, `relock` and toolchains/sysroot; needs $work, a private
# scratch directory. The mirror is the machine's own one, so no host is named here; only the suite is
# ours. The sysroot sets the first lines anew: another suite, packages, another architecture.

source_suite=trixie
source_security=Debian-Security
archive_type=deb-src
archive_architecture=$(dpkg --print-architecture)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# The machine's own mirror of the archive that calls itself LABEL (Debian or Debian-Security).
archive_mirror() {
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' \
    "Label: $1" 'Component: main' | sort -u | sed -n '1s|/*$|/|p'
}

# Writes the private configuration once; its path goes to $apt_conf.
archive_open() {
  [ -z "${apt_conf:-}" ] || return 0
  mirror=$(archive_mirror Debian)
  security_mirror=${source_security:+$(archive_mirror "$source_security")}
  [ -n "$mirror" ] ||
    die "apt knows no Debian mirror: run 'apt-get update' once, or set ECSVIEW_SOURCES"

  local root=$work/apt
  mkdir -p "$root"/{state/lists,cache/archives}/partial "$root"/{sources,preferences}
  : >"$root/status"
  {
    archive_stanza "$mirror" "$source_suite $source_suite-updates"
    [ -z "$security_mirror" ] || archive_stanza "$security_mirror" "$source_suite-security"
  } >"$root/sources/debian.sources"
  cat >"$root/apt.conf" <<CONF
Dir::State "$root/state";
Dir::State::status "$root/status";
Dir::Cache "$root/cache";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$root/sources";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "$root/preferences";
APT::Architecture "$archive_architecture";
APT::Architectures "$archive_architecture";
APT::Sandbox::User "root";
APT::Get::AllowUnauthenticated "false";
APT::Update::Post-Invoke "";
APT::Update::Post-Invoke-Success "";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Acquire::Retries "3";
CONF
  apt_conf=$root/apt.conf
}

archive_stanza() {
  printf 'Types: %s\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n\n' \
    "$archive_type" "$1" "$2" "$keyring"
}

# Fetches the signed index; apt refuses it when a signature does not hold.
archive_update() {
  archive_open
  [ ! -e "$work/apt/updated" ] || return 0
  say "reading the signed index of $source_suite"
  APT_CONFIG=$apt_conf apt-get -qq update >&2 ||
    die "the index of $source_suite could not be read or verified"
  touch "$work/apt/updated"
}

# Every file of PACKAGE that the signed index lists, newest version first: VERSION SHA256 FILE
archive_index() {
  archive_update
  APT_CONFIG=$apt_conf apt-cache showsrc --only-source "$1" | awk '
      /^Version:/ { version = $2 }
      /^[^ ]/ { wanted = /^Checksums-Sha256:/ }
      /^ / && wanted && $3 ~ /\.(orig|debian)\.tar\.[a-z0-9]+$/ { print version, $1, $3 }' |
    sort -u -k1,1rV -k3,3r
}

# Downloads FILE of PACKAGE to DESTINATION if its SHA-256 is SUM; tries the archive, then security.
archive_download() {
  local package=$1 file=$2 sum=$3 destination=$4 pool uri
  archive_open
  pool=${package:0:1}
  [[ $package != lib* ]] || pool=${package:0:4}
  for uri in "${mirror}pool/main/$pool/$package/$file" \
    ${security_mirror:+"${security_mirror}pool/updates/main/$pool/$package/$file"}; do
    APT_CONFIG=$apt_conf /usr/lib/apt/apt-helper -qq download-file \
      "${uri//+/%2b}" "$destination" "SHA256:$sum" >"$work/download.log" 2>&1 && return 0
  done
  return 1
}
