#!/usr/bin/env bash
# Installs npm packages, and a Redis or Valkey server if there is none, and builds. You can run it again at any time.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
  echo "setup: $*" >&2
  exit 1
}

say() {
  echo "setup: $*" >&2
}

# quietly COMMAND...: shows the output of the command only if it fails
quietly() {
  local output
  output=$("$@" 2>&1 </dev/null) || {
    echo "$output" >&2
    return 1
  }
}

require_node() {
  local need='clustertool needs Node.js 20.19 or later and npm'
  command -v node >/dev/null || fail "$need; install them (https://nodejs.org/en/download) and run this again"
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
    fail "$need, and this is Node.js $(node --version)"
  command -v npm >/dev/null || fail "$need, and npm is not here"
}

install_packages() {
  node scripts/npm-is-current.mjs && return
  say 'installing the npm packages of package-lock.json into node_modules (npm ci)'
  quietly npm ci --no-audit --no-fund || fail 'npm ci failed'
}

has_server() {
  [[ -n ${CLUSTERTOOL_SERVER:-} ]] || command -v redis-server >/dev/null || command -v valkey-server >/dev/null
}

as_root() {
  if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"
}

install_server() {
  has_server && return
  local why='there is no redis-server or valkey-server on PATH, and the demo and the tests need one'
  command -v apt-get >/dev/null ||
    fail "$why; install Redis or Valkey (such as: dnf install valkey, apk add redis, pacman -S valkey, brew install redis) and run this again"
  [[ $(id -u) -eq 0 ]] || command -v sudo >/dev/null ||
    fail "$why; run this as root, or have an administrator run: apt-get install redis-server"
  apt-cache policy redis-server 2>/dev/null | grep -q 'Candidate: [^(]' || quietly apt update || fail 'apt-get update failed'
  say "installing redis-server with apt-get, not as a service: $why"
  install_without_service || fail 'apt-get install redis-server failed'
  has_server || fail 'redis-server was installed but is not on PATH'
}

# The package starts its service, and enables it at boot. A policy prevents the start while we install; afterwards we
# disable the service.
install_without_service() (
  policy=/usr/sbin/policy-rc.d
  if [[ ! -e $policy ]]; then
    trap 'as_root rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
    as_root chmod +x "$policy"
  fi
  # An outdated package list names files that no longer exist on the mirror.
  install_package || { quietly apt update && install_package; } || exit 1
  if [[ -d /run/systemd/system ]]; then
    quietly as_root systemctl disable --now redis-server
  else
    for disable in 'update-rc.d redis-server disable' 'systemctl disable redis-server'; do
      if command -v "${disable%% *}" >/dev/null; then quietly as_root $disable || true; fi
    done
  fi
)

install_package() {
  quietly apt install --yes --no-install-recommends redis-server
}

require_node
install_packages
install_server
quietly npm run build || fail 'npm run build failed'
