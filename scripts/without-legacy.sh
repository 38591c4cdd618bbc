#!/usr/bin/env bash
# Proves that nothing needs src/legacy: bash scripts/without-legacy.sh
# A copy of this checkout without that folder, its tests and its line in src/index.ts has to compile, build, run and
# pass its unit tests, except those that start servers or try thousands of clusters.
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

# Without src/legacy, the spelling of an older tool is unknown.
said=$(node bin/run.js --cluster check 127.0.0.1:1 2>&1 || true)
if [[ $said != *'command --cluster not found'* ]]; then
  echo "Without src/legacy the spelling of redis-cli is answered by: $said" >&2
  exit 1
fi
