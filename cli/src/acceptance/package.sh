#!/usr/bin/env bash
# Installs the one file and the Debian package as the README says, in a bare Debian: without Java first, an upgrade from an
# earlier version, a removal and a purge; then with mounts,
# accounts and units that were there before.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"
# shellcheck source=cli/src/acceptance/debian.sh
. "$here/debian.sh"

make_package
bare_debian
earlier_package 0.0.1
cp "$work/0.0.1.deb" "$deb" "$root/cli/target/dist/launcho" "$debian_root/root/"
current=$(dpkg-deb -f "$deb" Version)

exits 1 "the one file in a bare Debian" in_root /root/launcho version
same "it says what to type" "error: Launcho needs Java 17 or newer, and found none: apt-get install default-jre-headless, or set JAVA_HOME" "$said"

# --- Install.
check "apt-get update" apt update
check "apt-get install of an earlier package, which brings Java" apt install /root/0.0.1.deb
# shellcheck disable=SC2016 # dpkg-query expands it.
same "the Java that came" "install ok installed" "$(in_root dpkg-query -W -f '${Status}' default-jre-headless)"
same "version" "launcho $current" "$(in_root launcho version)"
same "the account" "launcho:/var/lib/launcho:/usr/sbin/nologin" "$(in_root getent passwd launcho | cut -d: -f1,6,7)"
same "the account's password" "launcho:!" "$(in_root getent shadow launcho | cut -d: -f1,2 | cut -c 1-9)"
for file in usr/lib/systemd/system/launcho.service usr/share/man/man1/launcho-target-set.1.gz usr/share/zsh/vendor-completions/_launcho \
    usr/share/bash-completion/completions/launcho usr/share/fish/vendor_completions.d/launcho.fish; do
    check "there is /$file" test -s "$debian_root/$file"
done
exits 0 "bash reads the completions" in_root bash -n /usr/share/bash-completion/completions/launcho
same "the unit begins with the machine" /lib/systemd/system/launcho.service \
    "$(readlink "$debian_root/etc/systemd/system/multi-user.target.wants/launcho.service")"

# --- Upgrade: the administrator's file stays.
echo "LAUNCHO_JAVA_OPTS=-Xmx300m" >>"$debian_root/etc/default/launcho"
mkdir -p "$debian_root/var/lib/launcho/.launcho"
check "an upgrade" apt install "/root/$(basename "$deb")"
# shellcheck disable=SC2016 # dpkg-query expands it.
same "version of the package" "install ok installed $current" \
    "$(in_root dpkg-query -W -f '${Status} ${Version}' launcho)"
same "a changed line of /etc/default/launcho" "LAUNCHO_JAVA_OPTS=-Xmx300m" "$(tail -n 1 "$debian_root/etc/default/launcho")"

# --- Removal, and another installation after it.
check "a removal" apt remove launcho
check "the program is gone" test ! -e "$debian_root/usr/bin/launcho"
check "its settings stay" test -e "$debian_root/etc/default/launcho"
check "its home stays" test -d "$debian_root/var/lib/launcho/.launcho"
check "it is installed again" apt install "/root/$(basename "$deb")"
same "the unit begins with the machine again" /lib/systemd/system/launcho.service \
    "$(readlink "$debian_root/etc/systemd/system/multi-user.target.wants/launcho.service")"

# --- Purge.
check "a purge" apt purge launcho
rm -f "$debian_root"/root/*.deb "$debian_root/root/launcho"
# The first command of a program makes the archive of its classes beside it, and takes its time on a busy machine.
no_rehearsal() {
    [ -z "$(find "$debian_root/tmp" -maxdepth 1 -name 'launcho-rehearsal-*')" ]
}
check "the archive of classes is made" until_true 180 no_rehearsal
same "files that stay, but for a cache of the user" "" "$(find "$debian_root" -name '*launcho*' ! -path '*/.cache/launcho*' -printf '/%P\n')"
says "the account stays, since its number must not become another's" '^launcho:' "$(in_root getent passwd launcho)"

# --- A home that is a file system of its own, with another one below it.
cp "$deb" "$debian_root/root/current.deb"
exits 0 "the package is installed once more" in_root dpkg -i /root/current.deb
# shellcheck disable=SC2016 # The inner shell expands it.
exits 0 "a purge of a home that is a mount" in_root sh -ec 'mkdir -p "$1" && mount -t tmpfs none "$1"
    mkdir -p "$1/.launcho" "$1/data" && mount -t tmpfs none "$1/data" && echo theirs >"$1/data/file"
    dpkg -P launcho && test ! -e "$1/.launcho" && cat "$1/data/file"' sh /var/lib/launcho
says "a file system below it stays" '^theirs$' "$said"

# --- A group and an account of the same name.
in_root userdel launcho
in_root sh -c '! getent group launcho >/dev/null || groupdel launcho'
in_root groupadd launcho
exits 0 "an installation where there is a group launcho" in_root dpkg -i /root/current.deb
same "the account's group" launcho "$(in_root id -gn launcho)"
exits 0 "its purge" in_root dpkg -P launcho
in_root usermod --home /srv/person launcho
mkdir -p "$debian_root/var/lib/launcho"
exits 1 "an installation where launcho has another home" in_root dpkg -i /root/current.deb
says "it says so" '^launcho: there is an account launcho with the home /srv/person, and' "$said"
typed=$(sed -n 's/.* If not: //p' <<<"$said")
exits 0 "a purge then" in_root dpkg -P launcho
check "a folder that is not the account's home stays" test -d "$debian_root/var/lib/launcho"
exits 1 "an installation again" in_root dpkg -i /root/current.deb
exits 0 "what it says to type: $typed" in_root sh -c "$typed && dpkg --configure launcho"

# --- An administrator's own unit.
echo '[Service]' >"$debian_root/etc/systemd/system/launcho.service"
exits 0 "an upgrade beside an own unit" in_root dpkg -i /root/current.deb
says "it says that this one is in force" "^launcho: /etc/systemd/system/launcho.service takes the place" "$said"
exits 0 "a last purge" in_root dpkg -P launcho
check "the own unit stays" test -s "$debian_root/etc/systemd/system/launcho.service"
rm "$debian_root/etc/systemd/system/launcho.service" "$debian_root/root/current.deb"

# --- The one file.
cp "$root/cli/target/dist/launcho" "$debian_root/root/"
exits 0 "install of the one file" in_root install /root/launcho /usr/local/bin/launcho
same "it runs" "launcho $current" "$(in_root launcho version)"

# --- The list of libraries, compared with the classes in the one file.
repository=$(getent passwd "$(id -u)" | cut -d: -f6)/.m2/repository
if command -v python3 >/dev/null && [ -d "$repository" ]; then
    exits 0 "the list of libraries is read" python3 "$here/libraries.py" "$root/cli/target/dist/launcho" \
        "$root/cli/target/dist/launcho.cdx.json" "$repository"
    same "differences between it and the one file" "" "$said"
else
    echo "SKIPPED  $script: the list of libraries needs python3 and Maven's repository"
fi

if command -v lintian >/dev/null; then
    exits 0 "lintian" lintian --allow-root --fail-on error,warning "$deb"
else
    echo "SKIPPED  $script: there is no lintian"
fi
[ "$failures" -eq 0 ]
