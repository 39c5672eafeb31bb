#!/usr/bin/env bash
# Gets the browser that the tests of the HTML report need, where that can be done without asking: as root on Debian or one of its
# children. Elsewhere it says what to do; without a browser those tests are skipped.
set -euo pipefail
for browser in chromium chromium-browser google-chrome; do
  if [ -x "/usr/bin/$browser" ]; then
    echo "/usr/bin/$browser is there" >&2
    exit 0
  fi
done
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo 'no Chromium, and it is not for this script to install one here: install it with the system'\''s package manager' >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium >&2
