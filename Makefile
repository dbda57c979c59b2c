# make demo: build, make a Mastodon site from nothing in the lab, post a toot, show that a second run
# changes nothing. MASTODON=real installs Mastodon itself.
# make test: every test, those on the lab's hosts included (needs root).
# make ansible: the roles under ansible-lint and ansible-playbook (from PyPI).

PREFIX ?= /usr/local
SWIFT ?= swift
RELEASE = $(SWIFT) build -c release --static-swift-stdlib
# gold, Swift's default here, does not link the static library of Ubuntu's glibc 2.39.
AGENT_FLAGS = --scratch-path .build/agent -Xswiftc -static-executable -Xswiftc -Osize -Xswiftc -use-ld=lld

# command:package of everything that is not Swift itself
TOOLS = pkg-config:pkg-config git:git python3:python3 mmdebstrap:mmdebstrap \
	systemd-nspawn:systemd-container nft:nftables ip:iproute2 ssh:openssh-client openssl:openssl
LIBRARIES = libssh:libssh-dev
SHARE = $(DESTDIR)$(PREFIX)/share/provision
COMPLETIONS = $(DESTDIR)$(PREFIX)/share
KEYRING = /usr/share/keyrings/debian-archive-keyring.gpg

.PHONY: all deps root swift build demo test ansible lab bench install clean

all: build

swift:
	@command -v $(SWIFT) >/dev/null || \
		{ echo "Swift 6.1 or newer is needed: https://www.swift.org/install/linux"; exit 1; }

root:
	@[ "$$(id -u)" = 0 ] || { echo "The lab needs root: its hosts are containers."; exit 1; }

# Installs only what is missing; says nothing when nothing is.
deps: swift
	@missing=; \
	for tool in $(TOOLS); do \
		command -v $${tool%%:*} >/dev/null || missing="$$missing $${tool##*:}"; \
	done; \
	for library in $(LIBRARIES); do \
		pkg-config --exists $${library%%:*} 2>/dev/null || missing="$$missing $${library##*:}"; \
	done; \
	[ -e $(KEYRING) ] || missing="$$missing debian-archive-keyring"; \
	[ -z "$$missing" ] || { \
		sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
		echo "installing$$missing"; \
		$$sudo apt-get update -qq && \
		$$sudo env DEBIAN_FRONTEND=noninteractive \
			apt-get install -y -qq --no-install-recommends $$missing; }

# The agent is linked fully static, which needs object files of its own.
build: deps
	$(RELEASE) --product provision
	$(RELEASE) --product provision-agent $(AGENT_FLAGS)
	@mkdir -p build
	@strip -o build/provision .build/release/provision
	@strip -o build/provision-agent .build/agent/release/provision-agent

lab: root deps
	lab/up

demo: root build
	MASTODON=$(MASTODON) lab/demo

# The tests that talk to a real sshd and to sudo skip themselves where there is none.
test: TOOLS += sshd:openssh-server sudo:sudo gpg:gnupg
test: root build
	$(SWIFT) test
	lab/test/run

# What Ansible makes of the roles: its linter, and its own run of the site on the lab's hosts.
ansible: TOOLS += shellcheck:shellcheck
ansible: root build
	@python3 -c 'import ensurepip' 2>/dev/null || apt-get install -y -qq --no-install-recommends python3-venv
	.ci/lint
	PATH=$$PWD/.build/lint/bin:$$PATH lab/test/run ansible-site

bench: root build
	lab/bench/run
	lab/bench/site

install:
	install -D build/provision $(DESTDIR)$(PREFIX)/bin/provision
	install -D build/provision-agent $(DESTDIR)$(PREFIX)/libexec/provision/provision-agent
	mkdir -p $(SHARE)
	rm -rf $(SHARE)/playbooks $(SHARE)/roles
	cp -R --no-preserve=ownership playbooks roles $(SHARE)/
	install -d $(COMPLETIONS)/bash-completion/completions $(COMPLETIONS)/zsh/site-functions \
		$(COMPLETIONS)/fish/vendor_completions.d
	build/provision --generate-completion-script bash >$(COMPLETIONS)/bash-completion/completions/provision
	build/provision --generate-completion-script zsh >$(COMPLETIONS)/zsh/site-functions/_provision
	build/provision --generate-completion-script fish >$(COMPLETIONS)/fish/vendor_completions.d/provision.fish

clean:
	lab/down
	rm -rf build .build lab/.cache
