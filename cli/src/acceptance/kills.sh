#!/usr/bin/env bash
# Kills the server with SIGKILL a hundred times in the middle of rollouts. No instance may be duplicated or orphaned,
# and no healthy instance restarted. KILLS sets the number of kills, SEED the seed.
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.."
mvn -B -q -pl cli -am package -DskipTests
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m \
    -cp cli/target/launcho.jar:cli/target/test-classes dev.launcho.cli.chaos.Kills .
