#!/usr/bin/env bash
# Compiles the two design systems anew into web/static. Only whoever updates them runs this (it needs Node 20 and npm);
# everybody else uses the compiled files in the repository. After it: look at the pages, run the tests, commit.
set -euo pipefail

govuk=6.3.0 # govuk-frontend-jinja 4.1 is a port of exactly this version: update the two together
moj=11.1.0
sass=1.108.2
axe=4.14.1
esbuild=0.28.2

root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$work"
npm install --silent --no-audit --no-fund --no-save --no-package-lock --legacy-peer-deps \
  "govuk-frontend@$govuk" "@ministryofjustice/frontend@$moj" "sass@$sass" "esbuild@$esbuild" \
  "axe-core@$axe"
cp node_modules/axe-core/axe.min.js "$root/tests/browser/axe.min.js"

cp "$root/web/design/system.scss" "$root/web/design/system.mjs" .
npx sass --load-path=. --load-path=node_modules --no-source-map --style=compressed --quiet --quiet-deps system.scss \
  > "$root/web/static/design-system.css"
npx esbuild system.mjs --bundle --minify --format=esm --target=es2020 --log-level=warning \
  --legal-comments=none --outfile="$root/web/static/design-system.js"

images="node_modules/@ministryofjustice/frontend/moj/assets/images"
rm -f "$root"/web/static/images/*
grep -o 'images/[a-z-]*\.svg' "$root/web/static/design-system.css" | sort -u | while read -r image; do
  cp "$images/${image#images/}" "$root/web/static/images/"
done

if grep -Eiq 'GDS Transport|crown|crest' "$root/web/static/design-system.css"; then
  echo "The compiled stylesheet names the typeface, crown or crest of GOV.UK, which only services on GOV.UK may carry." >&2
  exit 1
fi
wc -c "$root"/web/static/design-system.*
