#!/usr/bin/env bash
# Installs the servers of the test matrix into a folder and leaves the system unchanged: Redis 6.0, Redis 8.6 and
# Valkey 9.1 from other suites of Debian, each with its own C library, and Redis 7.0 unless it is on PATH.
#
#   servers.sh FOLDER    fills FOLDER/bin with redis-server-6, redis-cli-6, valkey-server-9, valkey-cli-9, and so on
#
# Needs apt (amd64 or arm64) and Debian's keys, not root. Keeps complete servers and fetches incomplete ones again.
set -euo pipefail

fail() {
  echo "servers.sh: $*" >&2
  exit 1
}

[[ $# -eq 1 && -n $1 ]] || fail 'usage: servers.sh FOLDER'
for tool in apt-get dpkg-deb flock; do
  command -v "$tool" >/dev/null || fail "needs $tool, which Debian and its relatives have"
done
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[[ -r $keys ]] || fail "needs $keys; install the package debian-archive-keyring"

mkdir -p "$1/bin"
folder=$(cd "$1" && pwd -P)
exec 9>"$folder/.lock"
flock 9
draft=$folder/.draft
trap 'rm -rf "$draft"' EXIT

# The mirror that apt is configured with, because others may not be reachable from here.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -m 1 '/debian/$' || true)
mirror=${mirror:-http://deb.debian.org/debian/}

# unpack SUITES PACKAGE...: extracts the packages and all dependencies, including the C library, into $draft/root
unpack() {
  local suites=$1 state=$draft/apt suite package
  shift
  rm -rf "$draft"
  mkdir -p "$draft/root" "$state/lists/partial" "$state/cache/archives/partial"
  touch "$state/status"
  for suite in $suites; do
    echo "deb [signed-by=$keys] $mirror $suite main"
  done >"$state/sources.list"
  # A separate apt state: its list of installed packages is empty, so apt fetches every dependency.
  cat >"$state/apt.conf" <<CONF
Dir::State "$state";
Dir::State::status "$state/status";
Dir::Cache "$state/cache";
Dir::Etc::SourceList "$state/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Retries "3";
Acquire::Check-Valid-Until "false";
Debug::NoLocking "true";
CONF
  APT_CONFIG=$state/apt.conf apt-get -qq update
  APT_CONFIG=$state/apt.conf apt-get -qq install --yes --download-only "$@" >/dev/null
  for package in "$state"/cache/archives/*.deb; do
    dpkg-deb --extract "$package" "$draft/root"
  done
  rm -rf "$draft/root/usr/share"
}

# add NAME SUITES PACKAGE...: creates $folder/NAME unless it exists; renames it into place when it is complete
add() {
  local name=$1 suites=$2
  shift 2
  [[ -d $folder/$name ]] && return
  echo "servers.sh: fetching $* from Debian $suites" >&2
  unpack "$suites" "$@"
  mv "$draft/root" "$folder/$name"
  rm -rf "$draft"
}

# wrap NAME PROGRAM COMMAND: $folder/bin/COMMAND runs PROGRAM of NAME with the loader and libraries of NAME
wrap() {
  local root=$folder/$1 program=$2 command=$3 loader libraries
  loader=$(find "$root" -name 'ld-linux-*.so.*' -print -quit)
  libraries=$(find "$root"/lib "$root"/usr/lib -maxdepth 1 -name '*-linux-gnu' -type d 2>/dev/null | paste -sd : || true)
  [[ -n $loader && -x $root/usr/bin/$program ]] || fail "$root is not complete; remove it and try again"
  # Under its real name, by which the program decides whether to run as a server or as a checker.
  printf '#!/bin/sh\nexec %q --library-path %q %q "$@"\n' "$loader" "$libraries" "$root/usr/bin/$program" >"$draft-$command"
  chmod +x "$draft-$command"
  mv "$draft-$command" "$folder/bin/$command"
}

# provide SOFTWARE MAJOR SUITES [RELEASE]: installs one server with its client; RELEASE: the suite to take them from
provide() {
  local software=$1 major=$2 suites=$3 release=${4:+/$4}
  add "$software-$major" "$suites" "$software-server$release" "$software-tools$release"
  wrap "$software-$major" "$software-server" "$software-server-$major"
  wrap "$software-$major" "$software-cli" "$software-cli-$major"
  "$folder/bin/$software-server-$major" --version
}

provide redis 6 bullseye
if ! redis-server --version 2>/dev/null | grep -q 'v=7\.'; then provide redis 7 bookworm; fi
provide redis 8 'sid experimental' experimental
provide valkey 9 sid
