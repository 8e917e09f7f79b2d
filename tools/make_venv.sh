#!/bin/sh
# Make the folder $1 a virtual environment with Facet and its tools: with uv where there is one, else with venv and pip.
# An environment that the other of the two made is taken as it is.
set -eu

venv=$1
python="$venv/bin/python"
fits='import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c "$fits" 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    found=$("${PYTHON:-python3}" --version 2>&1 | head -n 1 || true)
    say "Facet needs Python 3.11, 3.12 or 3.13; found here: ${found:-none}."
    say "Install one (https://www.python.org) or uv (https://docs.astral.sh/uv), which brings its own, and try again."
    say "A Python that is not on the PATH can be named: make run PYTHON=/path/to/python3.12"
    exit 1
}

with_uv() {
    { [ -x "$python" ] || uv venv ${PYTHON:+--python "$PYTHON"} "$venv"; } &&
        uv pip install --python "$python" --group dev --editable .
}

with_pip() {
    if [ ! -x "$python" ]; then
        base=$(find_python)
        if ! "$base" -c 'import ensurepip, venv' 2>/dev/null; then
            say "$base has no venv module. On Debian and Ubuntu: sudo apt install python3-venv"
            exit 1
        fi
        "$base" -m venv "$venv"
    fi
    # uv makes environments without pip, and pip knows dependency groups since 25.1.
    "$python" -m pip --version >/dev/null 2>&1 || "$python" -m ensurepip --default-pip >/dev/null
    "$python" -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
    "$python" -m pip install --disable-pip-version-check --group dev --editable .
}

with_either() {
    if command -v uv >/dev/null 2>&1 && uv pip install --python "$python" "$@"; then return; fi
    "$python" -m pip install --quiet --disable-pip-version-check "$@"
}

# opencv-python links to libraries of the system for windows that Facet never opens. Where they are missing, the same release
# without windows takes its place. Both write the folder cv2, hence --force-reinstall.
check_opencv() {
    "$python" -c 'import cv2' 2>/dev/null && return
    release=$("$python" -c 'from importlib.metadata import version; print(version("opencv-python"))')
    say "OpenCV needs libgl1 and libglib2.0-0, which are missing here; installing opencv-python-headless, which does not."
    with_either --no-deps --force-reinstall "opencv-python-headless==$release" ||
        say "That failed. On Debian and Ubuntu: sudo apt install libgl1 libglib2.0-0"
}

if [ -e "$venv" ] && ! "$python" -c "$fits" 2>/dev/null; then
    say "$venv has no Python 3.11, 3.12 or 3.13 that starts. Delete the folder $venv and try again."
    exit 1
fi
say "Preparing $venv: about 1 GB to download the first time, most of it TensorFlow."
if ! command -v uv >/dev/null 2>&1; then
    with_pip
elif ! with_uv; then
    say "uv could not do it; trying venv and pip."
    with_pip
fi
check_opencv
