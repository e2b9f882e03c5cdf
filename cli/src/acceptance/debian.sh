# shellcheck shell=bash
# shellcheck disable=SC2154 # lib.sh sets root, script and work.
# A bare Debian root for the scripts that install the release: made once below cli/target, copied for each script. It needs
# root and debootstrap; elsewhere the script is skipped, with a message. Sourced after lib.sh.

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null || ! unshare --mount --pid --fork true 2>/dev/null; then
    echo "SKIPPED  $script: needs root, namespaces and debootstrap: apt-get install debootstrap"
    exit 0
fi
debian=$root/cli/target/debian
debian_root=$work/root

# The Debian of this machine, from the server that apt uses.
make_bare() {
    local codename mirror
    codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
    # shellcheck disable=SC2016 # apt expands it.
    mirror=$(apt-get indextargets --format '$(SITE)' "Codename: $codename" "Created-By: Packages" | head -n 1)
    rm -rf --one-file-system "$debian/bare.new"
    mkdir -p "$debian"
    # In a namespace: what it mounts goes with it, also if it is killed. Else the next run would remove files through the mounts.
    unshare --mount debootstrap --variant=minbase "$codename" "$debian/bare.new" "$mirror" >"$debian/bare.log" 2>&1 || {
        fail "debootstrap makes a Debian, see $debian/bare.log:"
        tail -n 5 "$debian/bare.log" | indent
        exit 1
    }
    rm -f "$debian/bare.new"/var/cache/apt/archives/*.deb
    mv "$debian/bare.new" "$debian/bare"
}

# bare_debian: a copy of it in $debian_root, which has neither Java nor systemd.
bare_debian() {
    [ -e "$debian/bare/etc/debian_version" ] || make_bare
    cp -a "$debian/bare" "$debian_root"
    cp -L /etc/resolv.conf "$debian_root/etc/resolv.conf"
    chmod 755 "$work"
}

# in_root COMMAND...: there, with a /proc of its own. What it mounts goes with its namespace.
in_root() {
    # shellcheck disable=SC2016 # The inner shell expands it.
    unshare --mount --pid --fork --kill-child sh -c 'mount -t proc proc "$1/proc" && exec chroot "$@"' sh "$debian_root" \
        env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive "$@" </dev/null
}

# apt COMMAND...: apt-get there, whose downloads are kept for the next script.
apt() {
    mkdir -p "$debian/archives/partial"
    # shellcheck disable=SC2016 # The inner shell expands it.
    unshare --mount sh -c 'mount --bind "$1" "$2/var/cache/apt/archives" && shift 2 && "$@"' sh "$debian/archives" \
        "$debian_root" "$BASH" -c "$(declare -f in_root); debian_root=\$1; shift; in_root apt-get \"\$@\"" bash \
        "$debian_root" -q -y -o APT::Keep-Downloaded-Packages=true -o APT::Sandbox::User=root --no-install-recommends "$@" \
        >>"$work/apt.log" 2>&1 || {
        tail -n 20 "$work/apt.log" | indent
        return 1
    }
}

# The Debian package, in $deb; made anew if something that it is made of is newer.
make_package() {
    deb=$(ls "$root"/cli/target/dist/launcho_*_all.deb 2>/dev/null) || deb=
    if [ -z "$deb" ] || [ -n "$(cd "$root" && find launcho packaging cli/pom.xml cli/target/launcho.jar -newer "$deb" -print -quit)" ]; then
        make -s -C "$root" dist
        deb=$(ls "$root"/cli/target/dist/launcho_*_all.deb)
    fi
}

# earlier_package VERSION: the same package with another version, in $work/VERSION.deb.
earlier_package() {
    dpkg-deb -R "$deb" "$work/earlier"
    sed -i "s/^Version: .*/Version: $1/" "$work/earlier/DEBIAN/control"
    dpkg-deb --root-owner-group -Zgzip -z1 -b "$work/earlier" "$work/$1.deb" >/dev/null
    rm -rf "$work/earlier"
}
