# What is done to the project is done from here. `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

GO      ?= go
OUTPUT  ?= demo
VERSION ?= $(shell git describe --always --dirty 2>/dev/null || echo dev)
# The tools of others that tests run: opa in the version that the engine embeds, and conftest.
OPA_TOOL      = $(shell $(GO) list -m -f '{{.Version}}' github.com/open-policy-agent/opa)
CONFTEST_TOOL ?= v0.71.1
LDFLAGS := -s -w -X github.com/aismm/aismm/internal/version.Version=$(VERSION)

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

build: ## bin/aismm
	$(GO) build -ldflags '$(LDFLAGS)' -o bin/aismm ./cmd/aismm

demo: build ## a whole invented enterprise, read over the wire, judged and reported into $(OUTPUT)/ (no account needed)
	@rm -rf '$(OUTPUT)'
	@bin/aismm demo --output '$(OUTPUT)' || [ $$? -le 2 ] # 1 and 2: objectives are not met, scopes cannot be read, as it should be

tools: ## bin/tools: the real opa and conftest, with which tests compare (a few minutes the first time)
	@GOBIN='$(CURDIR)/bin/tools' $(GO) install github.com/open-policy-agent/opa@$(OPA_TOOL)
	@GOBIN='$(CURDIR)/bin/tools' $(GO) install github.com/open-policy-agent/conftest@$(CONFTEST_TOOL)

test: tools ## all tests, Go and Rego
	$(GO) test -count=1 ./internal/arch # the test cache does not see imports of other packages
	OPA_BINARY='$(CURDIR)/bin/tools/opa' CONFTEST_BINARY='$(CURDIR)/bin/tools/conftest' $(GO) test -timeout 30m ./...

race: ## the tests of concurrent code, with the race detector
	$(GO) test -race ./collectors ./internal/collect ./internal/evidence ./internal/standin/openai

lint: build ## formatting, vet, strict Rego, the model, generated files
	@test -z "$$(gofmt -l cmd collectors internal model policies testdata | tee /dev/stderr)" || { echo 'run gofmt -w on the files above'; exit 1; }
	$(GO) vet ./...
	bin/aismm model lint
	bin/aismm policy lint
	$(MAKE) --no-print-directory stale

mutate: build ## the policies proven by mutation, at 95 % together and 90 % each
	bin/aismm policy mutate

generate: build ## everything in docs/ and policies/schemas/ that is drawn from the code
	bin/aismm docs --output docs
	bin/aismm policy schema --output policies/schemas --force

stale: build ## fails when docs/ or policies/schemas/ is not what generate would write
	@rm -rf bin/docs bin/schemas && bin/aismm docs --output bin/docs && bin/aismm policy schema --output bin/schemas
	@diff -r -x '*.png' -x guide bin/docs docs || { echo 'docs/ is stale: run make generate'; exit 1; }
	@diff -q bin/schemas policies/schemas || { echo 'policies/schemas/ is stale: run make generate'; exit 1; }

bench: ## evaluation and collection, with Go's harness (OPA_BINARY=opa compares with opa eval)
	$(GO) test -run '^$$' -bench . -benchmem ./internal/engine ./internal/collect

fuzz: ## each fuzz target for a short while
	@for p in $$($(GO) list ./...); do for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz' || true); do \
		$(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $${FUZZTIME:-10s} $$p; done; done

clean: ## what was built, and the demo's output
	rm -rf bin '$(OUTPUT)'

.PHONY: help build demo tools test race lint mutate generate stale bench fuzz clean
