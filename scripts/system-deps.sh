#!/bin/sh
# system-deps.sh run|test: the libraries that no Python package brings.
#
#   papers (PDF):   Pango and a font with Chinese characters
#   browser tests:  Chromium, as it comes without windows (only `test`)
#
# What is there already costs nothing. What is missing is installed when we may (root with apt, or
# Homebrew); otherwise one command is printed for an administrator, and everything else works without.
# With ONEMATTER_STRICT=1 (continuous integration) a missing part is a failure.
set -u

purpose=${1:-run}
strict=${ONEMATTER_STRICT:-0}

has_library() {
    if [ "$(uname)" = Darwin ]; then
        ls /opt/homebrew/lib/lib"$1"*.dylib /usr/local/lib/lib"$1"*.dylib >/dev/null 2>&1
    else
        PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q "lib$1\.so"
    fi
}

has_chinese_font() {
    command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh family 2>/dev/null | head -n 1)" ]
}

has_browser() {
    [ -n "${ONEMATTER_BROWSER:-}" ] && return 0
    for name in chromium-headless-shell chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]
}

is_ubuntu() {
    [ -r /etc/os-release ] && grep -q '^ID=ubuntu' /etc/os-release
}

missing=""
has_library pango-1.0 || missing="$missing libpango-1.0-0"
has_library pangoft2-1.0 || missing="$missing libpangoft2-1.0-0"
has_library harfbuzz-subset || missing="$missing libharfbuzz-subset0"
has_chinese_font || missing="$missing fontconfig fonts-noto-cjk"
if [ "$purpose" = test ] && ! has_browser; then
    if is_ubuntu; then
        # Ubuntu's package of that name only points to a snap, which a test cannot start.
        echo "browser tests: no Chromium found. Install Google Chrome, or name a Chromium: export ONEMATTER_BROWSER=/path/to/chrome" >&2
        [ "$strict" = 1 ] && exit 1
    else
        missing="$missing chromium-headless-shell"
    fi
fi
[ -z "$missing" ] && exit 0

if [ "$(uname)" = Darwin ]; then
    command="brew install pango font-noto-sans-cjk"
    may_install=$(command -v brew || true)
else
    command="apt-get update && apt-get install -y --no-install-recommends$missing"
    may_install=""
    [ "$(id -u)" = 0 ] && may_install=$(command -v apt-get || true)
fi

if [ -n "$may_install" ]; then
    echo "installing$missing…"
    log=$(mktemp)
    if DEBIAN_FRONTEND=noninteractive sh -c "$command" >"$log" 2>&1 </dev/null; then
        rm -f "$log"
        exit 0
    fi
    tail -n 5 "$log" >&2
    rm -f "$log"
fi

[ "$(uname)" = Darwin ] || command="sudo sh -c '$command'"
echo "missing:$missing — papers or browser tests are off, everything else works." >&2
echo "To have them, ask an administrator for:  $command" >&2
[ "$strict" = 1 ] && exit 1
exit 0
