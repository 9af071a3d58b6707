#!/bin/sh
# Make .venv and install Palaestra with the extras named, unless that was done already.
# Usage: prepare.sh [EXTRA ...]
set -eu

python=${PYTHON:-python3}
stamp=.venv/.installed
# What was asked for once stays: `make run` after `make test` removes nothing.
if [ -f "$stamp" ]; then set -- "$@" $(tail -n +2 "$stamp"); fi
set -- $(printf '%s\n' "$@" | sort -u)
extras=$(printf '%s,' "$@" | sed 's/,$//')

stop() {
	printf '\npalaestra: %s\n' "$1" >&2
	exit 2
}

command -v "$python" >/dev/null || stop "No $python was found. Install Python 3.11 or newer, or name one: make PYTHON=/path/to/python."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
	stop "Palaestra needs Python 3.11 or newer; $("$python" --version) was found. Name another: make PYTHON=python3.12."

if [ ! -x .venv/bin/python ]; then
	"$python" -m venv .venv 2>/tmp/palaestra-venv.$$ || {
		cat /tmp/palaestra-venv.$$ >&2
		rm -rf .venv /tmp/palaestra-venv.$$
		stop "Python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv, then run this again."
	}
	rm -f /tmp/palaestra-venv.$$
fi

wanted="$(cat pyproject.toml constraints.txt hatch_build.py frontend/package-lock.json frontend/build.mjs frontend/src/*.* frontend/src/styles/* src/palaestra/systems/*/figures/* 2>/dev/null | cksum) $extras"
covered() { # what is installed covers what is wanted: same files, every extra already there
	[ -f "$stamp" ] || return 1
	[ "$(head -n 1 "$stamp")" = "${wanted% *}" ] || return 1
	for extra in "$@"; do grep -qx "$extra" "$stamp" || return 1; done
}

if ! covered "$@"; then
	echo "Installing Palaestra into .venv (first time: a minute or so) ..."
	.venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".${extras:+[$extras]}" ||
		stop "The installation failed; what pip said stands above. A missing compiler is mended by: apt-get install build-essential python3-dev (macOS: xcode-select --install). Then run this again: what was installed is kept."
	{
		echo "${wanted% *}"
		if [ $# -gt 0 ]; then printf '%s\n' "$@"; fi
	} >"$stamp.new"
	mv "$stamp.new" "$stamp"
fi
