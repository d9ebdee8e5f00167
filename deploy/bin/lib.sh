# Sourced by vmaf-fleet and test: finds a JDK and Maven, and fetches libvmaf. Each function that cannot do its work
# says in one sentence what is missing and what to do, and ends with exit code 3 (the environment lacks something).
# shellcheck shell=bash

JAVA_AT_LEAST=25
CACHE="${XDG_CACHE_HOME:-${HOME:-$(getent passwd "$(id -u)" | cut -d : -f 6)}/.cache}/vmaf-fleet"

# Netflix's libvmaf 3.2.0 as it lies in the PyAV wheel; the wheel's FFmpeg is not taken.
LIBVMAF_CACHE="$CACHE/libvmaf/3.2.0/libvmaf.so.3"
LIBVMAF_WHEEL='av==19.0.2'
LIBVMAF_WHEEL_SHA256='9c1da7aad0fa6c13b4a5c1e7985be0d13f8526a96284573acaf3d55ead6d3fe8'
LIBVMAF_MEMBER='av.libs/libvmaf-258f7447.so.3.2.0'
LIBVMAF_SHA256='1abf718ba21e1864b5726d35b823e66ddada368b23a4903b1c1277ae4afdf5a3'

lacking() {
    printf 'vmaf-fleet: %s\n' "$1" >&2
    exit 3
}

# Reads the `release` file instead of starting java: a start costs more than all the rest of the launcher.
is_new_enough_jdk() {
    local version
    [[ -x "$1/bin/javac" && -r "$1/release" ]] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release")
    [[ -n "$version" && "$version" -ge "$JAVA_AT_LEAST" ]]
}

# Sets JAVA_HOME to a JDK that is new enough: the one that is set, the one on the PATH, then the usual places.
find_jdk() {
    local on_path='' home
    if command -v javac >/dev/null; then
        on_path=$(readlink -f "$(command -v javac)")
        on_path=${on_path%/bin/javac}
    fi
    for home in "${JAVA_HOME:-/nowhere}" "${on_path:-/nowhere}" /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* "${HOME:-}"/.local/share/mise/installs/java/*; do
        if is_new_enough_jdk "$home"; then
            export JAVA_HOME="$home"
            return
        fi
    done
    lacking "no JDK $JAVA_AT_LEAST or newer was found (looked at JAVA_HOME, the PATH, /usr/lib/jvm, ~/.sdkman and ~/.jdks): install one, or set JAVA_HOME to it."
}

require_maven() {
    command -v mvn >/dev/null || lacking "Maven is needed to build and 'mvn' is not on the PATH: install it (Debian: apt-get install maven)."
}

# Whether the operating system's own loader knows a libvmaf; whether it is complete is for the program to say.
system_has_libvmaf() {
    { ldconfig -p || /sbin/ldconfig -p; } 2>/dev/null | grep -q 'libvmaf\.so\.3'
}

has_sha256() {
    [[ "$(sha256sum "$1" | cut -d ' ' -f 1)" == "$2" ]]
}

# Whether the command with these arguments measures by a libvmaf that is not named.
needs_libvmaf() {
    local argument
    case "${1:-}" in
    demo | run | resume | worker | smoke) ;;
    verify) [[ " $* " == *' --sample'[\ =]* ]] || return 1 ;;
    *) return 1 ;;
    esac
    [[ -z "${VMAF_FLEET_LIBVMAF:-}" ]] || return 1
    for argument in "$@"; do
        case "$argument" in --libvmaf | --libvmaf=* | vmaf-cli | --engine=vmaf-cli | --help | -h) return 1 ;; esac
    done
}

# Fetches libvmaf into the user's cache, once. It becomes visible there by a rename, whole and checked, so two
# launchers at once only fetch it twice.
fetch_libvmaf() {
    local dir why
    [[ ! -f "$LIBVMAF_CACHE" ]] || return 0
    why=$(why_no_fetch)
    if [[ -z "$why" ]]; then
        mkdir -p "${LIBVMAF_CACHE%/*}" 2>/dev/null || lacking "the cache folder ${LIBVMAF_CACHE%/*} cannot be made: set XDG_CACHE_HOME to a folder that can be written."
        dir=$(mktemp -d "${LIBVMAF_CACHE%/*}/fetch.XXXXXX")
        echo "Fetching libvmaf 3.2.0 (once, 35 MB) ..." >&2
        why=$(fetch_libvmaf_into "$dir") || true
        rm -rf "$dir"
    fi
    [[ -z "$why" ]] || system_has_libvmaf || lacking "libvmaf 3 was not found, and fetching it failed: $why. Or name a libvmaf.so.3 of your own by --libvmaf or VMAF_FLEET_LIBVMAF."
}

# Prints why libvmaf cannot be fetched on this machine, or nothing.
why_no_fetch() {
    if [[ "$(uname -s) $(uname -m)" != 'Linux x86_64' ]]; then
        echo "the pinned build is for Linux on x86-64, this is $(uname -s) on $(uname -m)"
    elif ! command -v python3 >/dev/null || ! python3 -m pip --version >/dev/null 2>&1; then
        echo "python3 with pip is needed for it (Debian: apt-get install python3-pip)"
    fi
}

# Downloads, checks and unpacks in a folder of its own; prints why it failed, or nothing.
fetch_libvmaf_into() {
    local dir=$1 wheel
    if ! python3 -m pip download --quiet --disable-pip-version-check --no-input --retries 2 --no-deps \
        --only-binary=:all: --python-version 3.12 --platform manylinux_2_28_x86_64 -d "$dir" "$LIBVMAF_WHEEL" \
        >"$dir/log" 2>&1; then
        echo "pip could not download $LIBVMAF_WHEEL ($(grep -v '^ *$' "$dir/log" | tail -n 1)); look at the network and try again"
        return
    fi
    wheel=$(find "$dir" -name '*.whl' -print -quit)
    if ! has_sha256 "$wheel" "$LIBVMAF_WHEEL_SHA256"; then
        echo "the downloaded $LIBVMAF_WHEEL has not the pinned SHA-256 ($LIBVMAF_WHEEL_SHA256), so it was thrown away; look at what your package index serves"
        return
    fi
    python3 -c 'import sys, zipfile; open(sys.argv[3], "wb").write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' \
        "$wheel" "$LIBVMAF_MEMBER" "$dir/libvmaf.so.3" 2>>"$dir/log" || true
    if ! [[ -f "$dir/libvmaf.so.3" ]] || ! has_sha256 "$dir/libvmaf.so.3" "$LIBVMAF_SHA256"; then
        echo "the library could not be unpacked whole from the wheel ($(tail -n 1 "$dir/log")); look at the space left in ${LIBVMAF_CACHE%/*}"
        return
    fi
    mv -f "$dir/libvmaf.so.3" "$LIBVMAF_CACHE" || echo "it could not be moved to $LIBVMAF_CACHE"
}
