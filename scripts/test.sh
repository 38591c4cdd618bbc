#!/usr/bin/env bash
# Installs what is missing and runs all tests: bash scripts/test.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

bash scripts/setup.sh
if [[ -z ${CLUSTERTOOL_SERVERS:-} ]] && ! bash scripts/servers.sh .servers; then
  echo '*** test.sh: the servers of the test matrix could not be fetched; the tests run on fewer versions ***' >&2
  [[ ${CI:-} != true ]] || exit 1
fi
npm test
