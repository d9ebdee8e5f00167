# Sourced by the benches that measure clips: builds vmaf-fleet, finds what it needs, and runs one in a folder of its own.
# shellcheck shell=bash

# shellcheck source=deploy/bin/lib.sh
source "$root/deploy/bin/lib.sh"

# The bench's name and its class.
run_bench() {
    local folder
    "$root/deploy/bin/vmaf-fleet" --version
    find_jdk
    [[ -n "${VMAF_FLEET_LIBVMAF:-}" ]] || fetch_libvmaf
    mkdir -p "$CACHE/bench"
    folder=$(mktemp -d "$CACHE/bench/$1.XXXXXX")
    # shellcheck disable=SC2064 # the folder as it is now
    trap "rm -rf '$folder'" EXIT
    LC_ALL=C.UTF-8 "$JAVA_HOME/bin/java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow "-Dvmaffleet.libvmaf.cache=$LIBVMAF_CACHE" "-Dvmaffleet.cache=$CACHE" \
        -cp "$root/deploy/target/vmaf-fleet/current/*" "io.vmaffleet.deploy.bench.$2" "$folder"
}
