#!/usr/bin/env bash
# A short campaign: rounds that are always the same, then some of a fresh seed, which is printed. About 90 seconds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[[ -f dist/clustertool.cjs ]] || npm run build
npm run --silent chaos -- --seed 20261121 --rounds 8
npm run --silent chaos -- --minutes 0.75
