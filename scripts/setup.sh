#!/bin/sh
# Make the virtual environment and install what is pinned in requirements/.
#
#   scripts/setup.sh serve|test
#
# PYTHON: the interpreter to use (default: the newest of python3.13, python3.12, python3.11, python3)
#
# Nothing is done twice: copies of the lock file and of pyproject.toml in the folder say what it holds.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

target=$1
venv=.venv
lock=requirements/$target.txt

# is_suitable PYTHON: does it run, and is it new enough? (A shim of pyenv exists and yet does not run.)
is_suitable() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_suitable "$PYTHON" || fail \
            "PYTHON=$PYTHON is not a Python of version 3.11 or newer." \
            "PYTHON=$PYTHON 不是 3.11 或更高版本的 Python。"
        printf '%s\n' "$PYTHON"
        return
    fi
    for candidate in python3.13 python3.12 python3.11 python3 python; do
        if is_suitable "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    fail "No Python of version 3.11 or newer was found. Install one, or name it: make $target PYTHON=/path/to/python3" \
        "未找到 3.11 或更高版本的 Python。请先安装，或指定其位置：make $target PYTHON=/路径/python3"
}

version_of() {
    "$1" -c 'import platform; print(platform.python_version())'
}

# The environment is usable if its Python runs, is the wanted one, and was made at this place.
is_usable() {
    [ -x "$venv/bin/python" ] && is_suitable "$venv/bin/python" || return 1
    [ "$(cat "$venv/made-at" 2>/dev/null)" = "$PWD" ] || return 1
    [ -z "${PYTHON:-}" ] || [ "$(version_of "$PYTHON")" = "$(version_of "$venv/bin/python")" ]
}

make_venv() {
    python=$(find_python)
    say "Making $venv with Python $(version_of "$python") …" \
        "正在用 Python $(version_of "$python") 建立虚拟环境 $venv ……"
    rm -rf "$venv"
    if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        # Debian and Ubuntu ship these two modules in a package of their own.
        minor=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        install_packages "python$minor-venv" || true
    fi
    if "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
        "$python" -m venv "$venv"
    elif "$python" -c 'import venv, pip' >/dev/null 2>&1; then
        "$python" -m venv --without-pip "$venv"
        "$python" -m pip --python "$venv/bin/python" install --quiet pip
    else
        fail "Python's venv module is missing. As root: apt-get install python$minor-venv" \
            "缺少 Python 的 venv 模块。请以 root 身份运行：apt-get install python$minor-venv"
    fi
    printf '%s\n' "$PWD" >"$venv/made-at"
}

pip_install() {
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input "$@" || fail \
        "The packages of $lock could not be installed; pip says why above. A network is needed." \
        "无法安装 $lock 所列软件包，原因见上方 pip 的输出。安装需要网络。"
}

is_usable || make_venv

if ! cmp -s "$lock" "$venv/$target.lock"; then
    say "Installing the packages pinned in $lock …" "正在安装 $lock 中锁定版本的软件包 ……"
    pip_install --require-hashes -r "$lock"
    cp "$lock" "$venv/$target.lock"
    # The test packages include the packages to serve with, in the same versions.
    [ "$target" != test ] || cp requirements/serve.txt "$venv/serve.lock"
fi
if ! cmp -s pyproject.toml "$venv/pyproject.lock"; then
    pip_install --no-deps --no-build-isolation --editable .
    cp pyproject.toml "$venv/pyproject.lock"
fi
