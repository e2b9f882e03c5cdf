#!/usr/bin/env bash
# Deploys the README's application with `launcho deploy`: the first version, the same again, another one under load, one
# that does not work, one whose client is killed, and one from the script of docs/deploy.md.
# shellcheck source=cli/src/acceptance/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

service_port=$(free_port)
# block FILE WANT: the first block of a page that holds a text.
block() {
    awk -v want="$2" '
        /^```/ { if (inside) { if (index(text, want)) { printf "%s", text; exit } inside = 0 } else { inside = 1; text = "" } next }
        inside { text = text $0 "\n" }' "$root/$1"
}
start_server
mkdir bundle
block README.md "createServer" >bundle/server.js
block README.md "BUNDLE_RESOURCE_ID}" | sed "s/127\.0\.0\.1:5000/127.0.0.1:$service_port/" >target.yaml
block README.md "prefix: bundle" >bundle/launcho.yaml

exits 3 "a deploy before there is a target" launcho deploy bundle
says "it names the next step" "launcho target set FILE" "$said"
echo "target: ../target.yaml" >>bundle/launcho.yaml
exits 0 "a dry run" launcho deploy bundle --dry-run
says "it shows the files" "^ +[0-9]+ B  server.js" "$said"
says "and the id" "^1 file, .*, id [0-9a-f]{40}" "$said"
same "it sends nothing" "" "$(launcho resource ls | grep bundle.tar || true)"
exits 0 "launcho deploy bundle, target and all" launcho deploy bundle
says "the receipt" "✓ revision [0-9]+ live in " "$said"
same "the service answers" "Hello, world!" "$(answer "http://127.0.0.1:$service_port/")"
revision=$(json s.revision)
exits 0 "the same again, from the folder itself" sh -c 'cd bundle && touch server.js && launcho deploy'
says "it says so" "no change" "$said"
same "the revision stays" "$revision" "$(json s.revision)"

sed -i "s/'Hello.*'/'Hello again!'/" bundle/server.js
load "$work/wrk.txt" 8
exits 0 "another version under load" launcho deploy bundle -m again
no_failure "wrk -t1 -c16 -d8s" "$work/wrk.txt"
same "the body changes" "Hello again!" "$(answer "http://127.0.0.1:$service_port/")"
cp bundle/server.js good.js

# With a module that Git ignores and a deploy needs, and a file that neither is to have.
mkdir -p bundle/node_modules/greeting
echo "module.exports = 'Hello from a module!';" >bundle/node_modules/greeting/index.js
echo "PASSWORD=hunter2" >bundle/.env
printf 'node_modules/\n.env\n' >bundle/.gitignore
echo '!node_modules/' >bundle/.launchoignore
sed -i "s/'Hello.*'/require('greeting')/" bundle/server.js
exits 0 "a version with a module" launcho deploy bundle
same "the module answers" "Hello from a module!" "$(answer "http://127.0.0.1:$service_port/")"
launcho resource down "$(launcho secret get BUNDLE_RESOURCE_ID)" sent.tar
same "what was sent" "bundle/.gitignore bundle/node_modules/greeting/index.js bundle/server.js" "$(tar -tf sent.tar | xargs)"

cp good.js bundle/server.js
exits 0 "back to the good one" launcho deploy bundle
good=$(launcho secret get BUNDLE_RESOURCE_ID)
echo "process.exit(3)" >bundle/server.js
exits 8 "a version that does not work" launcho deploy bundle
says "the previous one serves" "still serves" "$said"
same "it answers" "Hello again!" "$(answer "http://127.0.0.1:$service_port/")"
cp good.js bundle/server.js
exits 0 "the good one again" launcho deploy bundle
same "its id is as before" "$good" "$(launcho secret get BUNDLE_RESOURCE_ID)"

sed -i "s/'Hello.*'/'Hello from two!'/" bundle/server.js
sed -i 's/^    command:/    replicas: 2\n&/' target.yaml
exits 0 "other files and another target" launcho deploy bundle
same "the files are the new ones" "Hello from two!" "$(answer "http://127.0.0.1:$service_port/")"
same "so is the target" 2 "$(json instances.length)"
sed -i 's/replicas: 2/replicas: 1/' target.yaml
exits 0 "another target alone" launcho deploy bundle
same "it is live" 1 "$(json instances.length)"
good=$(launcho secret get BUNDLE_RESOURCE_ID)

# Nothing is changed by a client that dies while it sends; a file that is far larger than its heap is no trouble.
truncate -s 300M bundle/large
revision=$(json s.revision)
launcho deploy bundle >killed.txt 2>&1 </dev/null &
client=$!
started_pids+=("$client")
sending() {
    compgen -G "$HOME/.launcho/storage/.upload-*" >/dev/null
}
end=$(($(now) + 60000))
until sending || [ "$(now)" -gt "$end" ]; do :; done
kill -KILL "$client"
code=0
wait "$client" 2>/dev/null || code=$?
same "the client was killed while it sent" 137 "$code"
check "the server discards the upload" until_true 30 eval '! sending'
same "the secret stays" "$good" "$(launcho secret get BUNDLE_RESOURCE_ID)"
same "the revision stays, too" "$revision" "$(json s.revision)"
LAUNCHO_JAVA_OPTS=-Xmx24m exits 0 "300 MB with a heap of 24 MB" launcho deploy bundle --dry-run
rm bundle/large

ln -s /etc/passwd bundle/link
exits 3 "a link out of the folder" launcho deploy bundle
says "it names the link" "link is a link out of the folder" "$said"
rm bundle/link

# A target that waits for a secret besides the files.
cp target.yaml before.yaml
# shellcheck disable=SC2016 # The target's own ${OTHER}.
sed -i 's/^    command:/    env:\n      OTHER: "${OTHER}"\n&/' target.yaml
exits 8 "a deploy that waits for another secret" launcho deploy bundle
says "it names the secret" "secret .*OTHER" "$said"
says "and what to type" "launcho secret set NAME" "$said"
exits 0 "the secret comes" launcho secret set OTHER x
exits 0 "the deploy is live now" launcho deploy bundle
mv before.yaml target.yaml
exits 0 "back to the target without it" launcho deploy bundle

if [ "$(id -u)" -eq 0 ]; then
    # A copy of the program that another user can read, wherever the repository lies.
    mkdir -p copy/cli/target
    cp "$root/launcho" copy/
    cp "$root"/cli/target/launcho*.jar copy/cli/target/
    chmod 755 "$work"
    mkdir -m 000 shut
    exits 1 "a folder that is closed to the user" \
        setpriv --reuid=65534 --regid=65534 --clear-groups "$work/copy/launcho" deploy shut
    says "it says so" "shut/launcho.yaml can't be read: permission denied" "$said"
    chmod 700 "$work"
else
    chmod 000 bundle
    exits 1 "a folder that is closed to the user" launcho deploy bundle
    chmod 755 bundle
    says "it says so" "bundle/launcho.yaml can't be read: permission denied" "$said"
fi

# The step of the page, in a home that has nothing but what the step writes, with the files of the page.
block docs/deploy.md "name: deploy" | sed -n '/run: |/,$p' | sed '1d; s/^ *//' >step.sh
mkdir -p page/bundle ci
sed "s/'Hello.*'/'Hello from CI!'/" bundle/server.js >page/bundle/server.js
block docs/deploy.md "secret: WEB_ID" >page/bundle/launcho.yaml
block docs/deploy.md "on: 127.0.0.1:5000" | sed "s/127\.0\.0\.1:5000/127.0.0.1:$service_port/" >page/bundle/target.yaml
LAUNCHO_AUTH=$(launcho print-auth --host 127.0.0.1)
exits 0 "the step of docs/deploy.md" \
    env -C page HOME="$work/nowhere" RUNNER_TEMP="$work/ci" LAUNCHO_AUTH="$LAUNCHO_AUTH" GITHUB_SHA=4f2a \
    bash -e "$work/step.sh"
same "its version answers" "Hello from CI!" "$(answer "http://127.0.0.1:$service_port/")"
says "its reason is in the history" "4f2a" "$(launcho history)"
same "its auth file is private" "600" "$(stat -c %a ci/launcho/prod-launcho-client-auth.yaml)"

stop_server
[ "$failures" -eq 0 ]
