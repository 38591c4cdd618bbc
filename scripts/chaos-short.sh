#!/usr/bin/env bash
# Runs a short campaign: rounds with a fixed seed, then rounds with a new seed, which it prints. Takes about a minute.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

[[ -f dist/clustertool.cjs ]] || npm run build
npm run --silent chaos -- --jobs 4 --seed 20261121 --rounds 8
npm run --silent chaos -- --jobs 4 --minutes 0.5
