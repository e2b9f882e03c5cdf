# The front door for developers; CONTRIBUTING.md tells more.
MVN ?= mvn -B
JAVA ?= $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)

.PHONY: help build test lint format bench simulate demo acceptance clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

build: ## cli/target/launcho.jar
	$(MVN) -pl cli -am package -DskipTests

test: ## everything that has to be green with only a JDK and Maven
	$(MVN) verify

lint: ## is everything formatted, are the scripts sound
	$(MVN) spotless:check
	@if command -v shellcheck >/dev/null; then shellcheck -x launcho .ci/run cli/src/acceptance/*.sh; \
	else echo "shellcheck is not installed, the scripts were not looked at"; fi

format: ## put the format right
	$(MVN) spotless:apply

bench: ## the proxy's benchmark; BENCH="-wi 1 -i 1" for a quick look
	$(MVN) -pl bench -am package -DskipTests
	$(JAVA) -jar bench/target/benchmarks.jar $(BENCH)

SEED ?= 0
RUNS ?= 20000
simulate: ## the server's core in a made-up world; SEED=0 RUNS=20000
	$(MVN) -q -pl core test-compile
	$(MVN) -q -pl cli -am package -DskipTests
	$(JAVA) -cp core/target/classes:core/target/test-classes:cli/target/launcho.jar \
		dev.launcho.core.simulation.Simulate $(SEED) $(RUNS)

demo: ## the whole story in half a minute
	./launcho demo --once

acceptance: ## the real program with node and wrk
	.ci/run acceptance

clean: ## remove what was built
	$(MVN) clean
