#!/usr/bin/env bash
# Installs what is missing and runs all tests: bash scripts/test.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash scripts/setup.sh
if [[ -z ${CLUSTERTOOL_SERVERS:-} ]] && ! bash scripts/servers.sh .servers; then
  echo '*** test.sh: the servers of the test matrix could not be fetched; the tests run on fewer versions ***' >&2
  [[ ${CI:-} != true ]] || exit 1
fi
if ! bash scripts/node-versions.sh .nodes; then
  echo '*** test.sh: other Node.js versions could not be fetched; the tests run on this one only ***' >&2
  [[ ${CI:-} != true ]] || exit 1
fi
npm test
npm run chaos:short
