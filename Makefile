# The parts of the build; `make help` lists them. The whole build is ./test, which CI runs too.

MVN := $(shell command -v mvn || echo ./mvnw)

.DEFAULT_GOAL := help
.PHONY: help build compile format check test long launcher tour java clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

build: ## what the first start does: jars and start-up caches in build/
	@./claviger --version

compile: ## compile all modules
	$(MVN) -B -q test-compile

format: ## format the sources
	$(MVN) -B -q spotless:apply

check: ## format, warnings, dependencies; no tests
	$(MVN) -B -q verify -DskipTests

test: ## everything: tools, databases, launcher, tour, Java tests
	./test

long: ## everything with the long campaigns in full
	./test --long

launcher: ## the tests of ./claviger and ./mvnw
	./test launcher

tour: ## the first start and the README's tour, word for word
	./test tour

java: ## the Java tests, on SQLite, PostgreSQL and MariaDB
	./test java

clean: ## remove what was built
	$(MVN) -B -q clean
	rm -rf build
