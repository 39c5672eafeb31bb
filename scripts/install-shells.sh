#!/usr/bin/env bash
# Gets the shells whose completion is tested, where that can be done without asking: as root on Debian or one of its children.
# Elsewhere the tests of a missing shell are skipped, and named.
set -euo pipefail
missing=()
for shell in fish zsh; do command -v "$shell" >/dev/null || missing+=("$shell"); done
[ "${#missing[@]}" -gt 0 ] || exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "no ${missing[*]}, and it is not for this script to install them here" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
