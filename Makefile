# The front door for developers; CONTRIBUTING.md tells more.
MVN ?= mvn -B
JAVA ?= $(if $(JAVA_HOME),$(JAVA_HOME)/bin/java,java)

.PHONY: help build test lint format generated man startup fuzz bench simulate mutation demo acceptance screenshots chaos clean compare dist

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 20

build: ## cli/target/launcho.jar and launcho-client.jar
	$(MVN) -pl cli -am package -DskipTests

test: ## everything that has to be green with only a JDK and Maven
	$(MVN) verify

lint: ## is everything formatted, are the scripts sound
	$(MVN) spotless:check
	@if command -v shellcheck >/dev/null; then shellcheck -x launcho .ci/run packaging/*.sh packaging/deb/*.sh packaging/deb/control/p* cli/src/acceptance/*.sh \
		&& shellcheck -x -s sh core/src/main/resources/dev/launcho/core/process/system/*.sh; \
	else echo "shellcheck is not installed, the scripts were not looked at"; fi

format: ## put the format right
	$(MVN) spotless:apply

generated: ## what is made of the code: the help's text, docs/commands.md, the routes in docs/api.md, docs/output.schema.json
	$(MVN) -q -pl cli -am test -Dtest='CachedHelpTest#helpBook*' -Dsurefire.failIfNoSpecifiedTests=false -Dlauncho.generate=true
	$(MVN) -q -pl cli -am test -Dtest='CachedHelpTest,OpenApiTest,OutputSchemaTest,PageFilesTest' -Dsurefire.failIfNoSpecifiedTests=false -Dlauncho.generate=true

man: build ## cli/target/man/man1: a manual page for each command
	$(JAVA) -cp cli/target/launcho-client.jar dev.launcho.cli.command.ManPages cli/target/man/man1

dist: ## the release in cli/target/dist: the one file, the Debian package, the list of libraries, checksums
	$(MVN) -q -pl cli -am -Pdist package -Dmaven.test.skip=true
	packaging/assemble.sh
	packaging/deb/stage.sh $(JAVA)
	env -u DEBFULLNAME -u DEBEMAIL -u DEBVERSION $(MVN) -q -pl cli -Pdeb jdeb:jdeb
	cd cli/target/dist && sha256sum launcho* >SHA256SUMS

startup: ## how long commands take, beside `node -e 0` and kubectl
	cli/src/acceptance/startup.sh

fuzz: ## 50,000 odd requests and as many odd files, the same ones as .ci/run; SEED=2 for others
	.ci/run fuzz

bench: ## the JMH benchmarks of proxy and planner; BENCH="Pick -wi 1 -i 1" for a quick look at some
	$(MVN) -pl bench -am package -DskipTests
	$(JAVA) -jar bench/target/benchmarks.jar $(BENCH)

compare: ## Launcho beside HAProxy, nginx and no proxy, in ten minutes; COMPARE="--seconds 60 --repetitions 1" for a quick look
	$(MVN) -q -pl bench -am package -DskipTests
	$(JAVA) --enable-native-access=ALL-UNNAMED -cp bench/target/benchmarks.jar dev.launcho.bench.compare.Compare \
		--out docs $(COMPARE)

RUNS ?= 40000
simulate: ## the server's core in a made-up world: 10,000 stories of fixed seeds, 40,000 of fresh ones; SEED=7 RUNS=1
	$(MVN) -q -pl core test-compile
	$(MVN) -q -pl cli -am package -DskipTests
	$(JAVA) -XX:+UseParallelGC -cp core/target/classes:core/target/test-classes:cli/target/launcho.jar \
		dev.launcho.core.simulation.Simulate $(if $(SEED),$(SEED) $(RUNS))

mutation: ## are the planner's tests any good: PIT breaks it 600 times; core/target/pit-reports/index.html
	$(MVN) -q -pl core -Pmutation test-compile org.pitest:pitest-maven:mutationCoverage

demo: ## the whole story in half a minute
	./launcho demo --once

acceptance: ## the real program with node and wrk
	.ci/run acceptance

screenshots: build ## docs/images/*.png, of a real Chromium; needs chromium and npm
	PICTURES=$(CURDIR)/docs/images cli/src/acceptance/browser.sh

SECONDS ?= 300
chaos: ## faults on real processes under load; SEED=7 the same ones again, SECONDS=60 shorter
	$(MVN) -q -pl cli -am package -DskipTests
	SEED=$(or $(SEED),0) SECONDS=$(SECONDS) $(JAVA) -cp cli/target/launcho.jar:cli/target/test-classes dev.launcho.cli.chaos.Chaos .

clean: ## remove what was built
	$(MVN) clean
