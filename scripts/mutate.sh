#!/usr/bin/env bash
# Mutation testing of src/domain, src/checks and src/planning, or of some of their files; see docs/testing.md:
# bash scripts/mutate.sh [FILE...] [OPTION OF STRYKER...]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Stryker runs in a folder of its own, because it needs an older Mocha; all other packages are those of the project. It
# would read tsconfig.json with TypeScript, which has no functions for that any more; tsx needs none.
mkdir -p .mutate
rm -rf .mutate/src .mutate/test
cp -R src test .mocharc.json scripts/mutate/* .mutate
cd .mutate
npm install --silent --no-package-lock --no-audit --no-fund

files=
while [[ $# -gt 0 && $1 != -* ]]; do
  files+=${files:+,}$1
  shift
done
npx stryker run ${files:+--mutate "$files"} "$@"
