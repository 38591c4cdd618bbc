#!/usr/bin/env bash
# Proves that nothing needs src/legacy: without that folder, its tests and its one line in src/index.ts, a copy of this
# checkout compiles, builds, runs and passes its unit tests, but for those that start servers or try thousands of clusters:
# bash scripts/without-legacy.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

git ls-files -z --cached --others --exclude-standard |
  while IFS= read -r -d '' file; do
    if [[ -f $file ]]; then printf '%s\0' "$file"; fi
  done |
  tar --null -T - -cf - | tar -xf - -C "$copy"
ln -s "$PWD/node_modules" "$copy/node_modules"
cd "$copy"

if [[ $(grep -c legacy src/index.ts) != 1 ]]; then
  echo 'src/index.ts names src/legacy in another way than in one line.' >&2
  exit 1
fi
sed -i.bak '/legacy/d' src/index.ts
rm -r src/legacy test/unit/legacy src/index.ts.bak

echo '{"extends": "./tsconfig.json", "include": ["src", "test/unit"]}' >tsconfig.left.json
npx tsc -p tsconfig.left.json
npm run --silent build
slow=(--ignore 'test/unit/local/**' --ignore 'test/unit/support/**' --ignore 'test/unit/planning/**')
npx mocha --reporter dot "${slow[@]}" 'test/unit/**/*.test.ts'

# The spelling of an older tool is nothing that is known.
said=$(node bin/run.js --cluster check 127.0.0.1:1 2>&1 || true)
if [[ $said != *'command --cluster not found'* ]]; then
  echo "Without src/legacy the spelling of redis-cli is answered by: $said" >&2
  exit 1
fi
