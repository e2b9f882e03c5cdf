#!/usr/bin/env bash
# kill -9 of the server a hundred times in the middle of rollouts: never a twin, an orphan, or a restart of what was
# healthy. KILLS and SEED may be set.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.."
mvn -B -q -pl cli -am package -DskipTests
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m \
    -cp cli/target/launcho.jar:cli/target/test-classes dev.launcho.cli.chaos.Kills .
