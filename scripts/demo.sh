#!/usr/bin/env bash
# Installs what is missing. Then creates a cluster of six servers on this machine, checks it, uses it, adds a seventh
# server while a client writes, removes that server again, and deletes the cluster.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash scripts/setup.sh

folder=$(mktemp -d "${TMPDIR:-/tmp}/clustertool-demo-XXXXXX")
# The journals and caches of the commands are deleted with the rest.
export XDG_STATE_HOME=$folder/state XDG_CACHE_HOME=$folder
cluster=$folder/cluster
writer=
seventh=
clean_up() {
  if [[ -n $writer ]]; then kill -KILL "$writer" 2>/dev/null || true; fi
  if [[ -n $seventh ]]; then kill -TERM "$seventh" 2>/dev/null && wait "$seventh" 2>/dev/null || true; fi
  if [[ -e $cluster/clustertool-local.json ]]; then node bin/run.js local clean --dir "$cluster" >/dev/null || true; fi
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

is_taken() {
  (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The first of 7000, 7100, 7200 and so on with seven free ports, and seven free bus ports (the port + 10000).
free_port() {
  local base port
  for base in $(seq 7000 100 9900); do
    for port in $(seq "$base" $((base + 6))); do
      if is_taken "$port" || is_taken $((port + 10000)); then continue 2; fi
    done
    echo "$base"
    return
  done
  echo 'demo: found no seven free ports in a row from 7000 to 9906' >&2
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

# Starts a server that knows no other node, as a user does before adding it to a cluster.
start_seventh() {
  local server
  server=$(command -v redis-server || command -v valkey-server)
  mkdir "$folder/seventh"
  show "$(basename "$server")" --port "$1" --cluster-enabled yes
  "$server" --port "$1" --cluster-enabled yes --cluster-node-timeout 2000 --dir "$folder/seventh" --save '' --logfile log &
  seventh=$!
  until is_taken "$1"; do kill -0 "$seventh" && sleep 0.05; done
}

start_writer() {
  show node scripts/demo-writer.mjs "$1" '&'
  node scripts/demo-writer.mjs "$1" >"$folder/writer" &
  writer=$!
}

stop_writer() {
  local status=0
  kill -TERM "$writer"
  wait "$writer" || status=$?
  writer=
  cat "$folder/writer"
  return "$status"
}

port=$(free_port)
clustertool local start --nodes 6 --replicas 1 --port "$port" --dir "$cluster"
clustertool check "127.0.0.1:$port"
keys "127.0.0.1:$port"
clustertool info "127.0.0.1:$port"

start_seventh $((port + 6))
clustertool add-node "127.0.0.1:$((port + 6))" "127.0.0.1:$port"
start_writer "127.0.0.1:$port"
clustertool rebalance --use-empty-masters --yes "127.0.0.1:$port"
stop_writer
clustertool del-node --drain --yes "127.0.0.1:$port" "127.0.0.1:$((port + 6))"
clustertool check "127.0.0.1:$port"

clustertool local stop --dir "$cluster"
clustertool local clean --dir "$cluster"
