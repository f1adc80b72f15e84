# The two commands that matter: make run, make test. Both install what they
# lack; see scripts/install.

GO ?= go
CONSOLE := frontend/console
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

.PHONY: run build console test test-go test-console test-browser test-long bench bench-evaluation screenshots generate lint clean

run: ## start Wardstar with the demo hospital
	scripts/install server
	$(MAKE) build
	bin/wardstar serve --demo --data-dir "$$(scripts/data-dir)" $(ARGS)

build: console ## leave bin/wardstar
	scripts/fonts
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/wardstar ./cmd/wardstar

console: ## build the console into the binary's files, where Node.js is there
	scripts/console build

test: ## everything that must hold, in under twenty minutes
	scripts/install server test
	$(MAKE) test-go test-console build test-browser

test-go: ## Go's tests, on a PostgreSQL of their own
	$(GO) vet ./...
	$(GO) run ./internal/database/dbtest/with -- $(GO) test -timeout 15m ./...

test-console: ## the console: types, style, texts, logic
	scripts/console test

test-browser: ## the built binary in a real browser
	scripts/browser-tests

test-long: ## the heavy promises, and races
	scripts/install server test lme4 arm64
	$(GO) run ./internal/database/dbtest/with -- $(GO) test -race -timeout 60m ./...
	$(GO) run ./internal/database/dbtest/with -- $(GO) test -tags long -timeout 60m ./...

bench: build ## ratios, side by side in one run
	scripts/install server
	$(GO) run ./bench rating
	scripts/install test
	scripts/browser-tests page-speed.mjs
	scripts/browser-tests spot-check-speed.mjs
	scripts/lighthouse

screenshots: build ## every page in four languages, light and dark, phone and desk; ONLY=my-score,ko narrows it
	scripts/install server test
	ONLY="$(ONLY)" scripts/browser-tests screenshots.mjs

bench-evaluation: ## the engine beside R's lme4: agreement, speed, cost curves
	scripts/install lme4
	mkdir -p tmp
	$(GO) build -o tmp/bench-evaluation ./bench/evaluation
	tmp/bench-evaluation $(ARGS)

generate: ## bring golden files and generated code up to date
	$(GO) run ./internal/database/dbtest/with -- $(GO) test ./migrations ./handlers -update
	scripts/console generate

clean:
	rm -rf bin $(CONSOLE)/dist/assets $(CONSOLE)/node_modules e2e/node_modules e2e/oidc/node_modules bench/lighthouse/node_modules
