#!/usr/bin/env bash
# Installs what is missing, then shows a cluster of six servers on this machine being made, checked, used and removed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash scripts/setup.sh

folder=$(mktemp -d "${TMPDIR:-/tmp}/clustertool-demo-XXXXXX")
cluster=$folder/cluster
clean_up() {
  if [[ -e $cluster/clustertool-local.json ]]; then node bin/run.js local clean --dir "$cluster" >/dev/null || true; fi
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

is_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The first of 7000, 7100, 7200 and so on with six free ports and six free ports 10000 above, where nodes talk.
free_port() {
  local base port
  for base in $(seq 7000 100 9900); do
    for port in $(seq "$base" $((base + 5))); do
      if is_taken "$port" || is_taken $((port + 10000)); then continue 2; fi
    done
    echo "$base"
    return
  done
  echo 'demo: found no six free ports in a row from 7000 to 9905' >&2
  return 1
}

show() {
  printf '\n$ %s\n' "$*"
}

clustertool() {
  show clustertool "$@"
  node bin/run.js "$@" </dev/null
}

keys() {
  show node scripts/demo-keys.mjs "$@"
  node scripts/demo-keys.mjs "$@"
}

port=$(free_port)
clustertool local start --nodes 6 --replicas 1 --port "$port" --dir "$cluster"
clustertool check "127.0.0.1:$port"
keys "127.0.0.1:$port"
clustertool info "127.0.0.1:$port"
clustertool local stop --dir "$cluster"
clustertool local clean --dir "$cluster"
