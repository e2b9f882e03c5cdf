#!/bin/sh
# Lays out cli/target/deb/root, the files of the Debian package, from cli/target/dist/launcho and the sources. jdeb packs
# them. The first argument is the Java that writes the manual pages.
set -eu

cd -- "$(dirname -- "$0")/../.."
umask 022
java=${1:-java}
to=cli/target/deb
root=$to/root
share=$root/usr/share
rm -rf "$to"
for folder in usr/bin usr/lib/systemd/system etc/default usr/share/man usr/share/bash-completion/completions \
    usr/share/zsh/vendor-completions usr/share/fish/vendor_completions.d usr/share/doc/launcho/examples \
    usr/share/lintian/overrides; do
    mkdir -p "$root/$folder"
done

cp cli/target/dist/launcho "$root/usr/bin/launcho"
cp packaging/systemd/launcho.service "$root/usr/lib/systemd/system/"
cp packaging/systemd/root.conf cli/target/dist/launcho.cdx.json "$share/doc/launcho/examples/"
mv "$share/doc/launcho/examples/launcho.cdx.json" "$share/doc/launcho/"
cp packaging/deb/lintian-overrides "$share/lintian/overrides/launcho"
cp packaging/deb/default "$root/etc/default/launcho"

"$java" -cp cli/target/launcho-client.jar dev.launcho.cli.command.ManPages "$share/man/man1"
gzip -9n "$share"/man/man1/*.1

LAUNCHO_HOME=$to/home
XDG_CACHE_HOME=/proc/none # No archive of classes for three commands.
export LAUNCHO_HOME XDG_CACHE_HOME
cli/target/dist/launcho completion bash >"$share/bash-completion/completions/launcho"
cli/target/dist/launcho completion zsh >"$share/zsh/vendor-completions/_launcho"
cli/target/dist/launcho completion fish >"$share/fish/vendor_completions.d/launcho.fish"

# Debian's own forms of the licence and the changes.
cat >"$share/doc/launcho/copyright" <<'END'
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: none, dedicated to the public domain
License: CC0-1.0
 On Debian systems, the text of this licence is in
 /usr/share/common-licenses/CC0-1.0.
Comment: /usr/bin/launcho also holds the libraries that
 /usr/share/doc/launcho/launcho.cdx.json lists, with their licences.
END
gzip -9nc CHANGELOG.md >"$share/doc/launcho/NEWS.md.gz"
version=$(sed -n 's/.*<launcho.deb.version>\(.*\)<.*/\1/p' cli/pom.xml)
[ "$version" = "\${project.version}" ] && version=$(sed -n 's/^  <version>\(.*\)<.*/\1/p' pom.xml)
day=$(sed -n 's/.*<project.build.outputTimestamp>\(.*\)<.*/\1/p' pom.xml)
cat <<END | gzip -9nc >"$share/doc/launcho/changelog.gz"
launcho ($version) unstable; urgency=medium

  * The changes are in NEWS.md.gz.

 -- Launcho developers <launcho@launcho.dev>  $(LC_ALL=C date -u -d "$day" '+%a, %d %b %Y %H:%M:%S +0000')
END
