# SPDX-License-Identifier: GPL-2.0-or-later
#
# ecsview. `make help` says what there is to make.
#
# Everything that is made lies in build/<target>[-<sanitizer>]/, the source tree stays clean.

TARGET   ?= native
SANITIZE ?=
PREFIX   ?= /usr/local
DESTDIR  ?=
VERSION  := 0.1.0
# The time of what is packed: no particular one. Who distributes it may set that of the last change.
SOURCE_DATE_EPOCH ?= 1767225600

include toolchains/$(TARGET).mk

# ---- where things go ---------------------------------------------------------------------------

suffix.                  :=
suffix.address,undefined := -asan
suffix.thread            := -tsan
suffix.fuzzer-no-link,address,undefined := -fuzz
suffix.coverage          := -coverage
ifeq ($(origin suffix.$(SANITIZE)),undefined)
$(error SANITIZE is address,undefined or thread)
endif
export TSAN_OPTIONS      ?= suppressions=$(CURDIR)/tests/tsan.supp

build       := build/$(TARGET)$(suffix.$(SANITIZE))
third_party := $(build)/third_party
libraries   := $(third_party)/MANIFEST
sysroot     := $(SYSROOT:%=%/.stamp)
program     := $(build)/ecsview
# The same program with the test-only switches compiled in (limits that scale, a decoder that
# misbehaves on demand); only the files that know ECSVIEW_TESTING are compiled twice.
testing     := $(build)/ecsview-testing
unit_tests  := $(build)/unit-tests
guest       := build/guest/guest.img
package     := $(build)/ecsview-$(VERSION)-$(TARGET)
board       := $(build)/board

# ---- what there is to compile ------------------------------------------------------------------

sources         := $(sort $(shell find src -name '*.cpp'))
testing_sources := $(shell grep -l ECSVIEW_TESTING $(sources) /dev/null)
test_sources    := $(sort $(shell find tests/unit -name '*.cpp'))
glyph_table     := $(build)/gen/glyph_table
layout_table    := $(build)/gen/layout_table
font_table      := $(build)/gen/font_table
option_rows     := $(build)/gen/option_rows
# What is made from the table of options to be installed.
words           := $(addprefix $(build)/gen/words/,ecsview.1 bash zsh fish)
include assets/languages/rules.mk

generated       := $(glyph_table).o $(layout_table).o $(font_table).o $(option_rows).o
objects         := $(sources:%.cpp=$(build)/obj/%.o) $(generated)
testing_objects := $(filter-out $(testing_sources:%.cpp=$(build)/obj/%.o),$(objects)) \
                   $(testing_sources:%.cpp=$(build)/obj-testing/%.o)
unit_objects    := $(filter-out $(build)/obj/src/main.o,$(objects)) \
                   $(test_sources:%.cpp=$(build)/obj/%.o)

# ---- flags: composed, the target and the sanitizer each bring their share -------------------------

# The processor's guard of jumps and returns, where it has one.
guard.x86_64  := -fcf-protection=full
guard.aarch64 := -mbranch-protection=standard
hardening   := -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -ftrivial-auto-var-init=zero \
               -fstack-protector-strong -fstack-clash-protection $(guard.$(CMAKE_SYSTEM_PROCESSOR))
instruments := $(if $(filter coverage,$(SANITIZE)),-fprofile-instr-generate -fcoverage-mapping, \
               -fsanitize=$(SANITIZE))
# What the sanitizers add to the code has GCC see members of an empty std::optional read.
sanitizing  := -O1 $(instruments) -fno-omit-frame-pointer -fno-sanitize-recover=undefined \
               -DECSVIEW_SANITIZE -Wno-maybe-uninitialized
optimise    := $(if $(SANITIZE),$(sanitizing),$(hardening))

# Pixels and bytes pass in loops here. The rest is compiled for its size, and comes to half of it.
fast     := src/screen src/rfb src/text src/typing src/ui/picture tests
for_size  = $(if $(SANITIZE)$(filter $(fast:%=%/%),$<),,-Os)

warnings := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Werror
common   := -std=c++20 -g1 -fPIE -ffunction-sections -fdata-sections -fvisibility=hidden \
            $(optimise) $(SYSROOT:%=--sysroot=%) $(TARGET_CFLAGS) $(TARGET_CXXFLAGS) $(warnings) \
            -pthread
defines  := -D_GNU_SOURCE -DECSVIEW_VERSION='"$(VERSION)"'
includes  = -Isrc -isystem $(third_party)/include -isystem $(third_party)/include/SDL2
compile   = $(CXX) $(common) $(defines) $(includes) $(CXXFLAGS) -MMD -MP
# The program is the same wherever it is built: the debugger's note of the folder is this one. (GCC
# cannot take a path with a space in -ffile-prefix-map.)
anywhere := PWD=/proc/self/cwd

link_flags := -pie -pthread $(if $(SANITIZE),$(instruments)) \
              -Wl,--gc-sections,--as-needed,-z,relro,-z,now,-z,noexecstack
link        = $(CXX) $(common) $(link_flags) $(LDFLAGS)
include toolchains/libraries.mk

# ---- noise -----------------------------------------------------------------------------------------

V ?= 0
quiet.0 := @
quiet   := $(quiet.$(V))
say     = $(if $(quiet),@printf '  %-7s %s\n' $(1) $(2))

# ---- the everyday targets --------------------------------------------------------------------------

.DEFAULT_GOAL := build
.PHONY: build help demo check unit sim-check house-check e2e kiosk-check kmsdrm-check soak board bench native lint format install uninstall deb deb-check words \
        dist sbom sources sources-check clean distclean packages-build packages-unit packages-demo packages-check packages-bench packages-soak packages-fuzz packages-deb FORCE
.DELETE_ON_ERROR:
.SECONDARY:

build: $(program) $(words) $(catalogues)  ## Compile the viewer: build/<target>/ecsview

help:  ## This list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24
	@printf '\n  TARGET=native|armhf|arm64  SANITIZE=address,undefined|thread  V=1  PREFIX= DESTDIR=\n'

# Compile on all processors unless make was told how many; one part of the tests at a time.
jobs = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))

demo: packages-demo  ## Install what is missing, build, and show the console of the stand-in cloud
	+$(quiet)$(MAKE) --no-print-directory $(jobs) build
	$(quiet)tests/sim/demo $(program)

check: packages-check  ## The whole test suite
	+$(quiet)$(MAKE) --no-print-directory $(jobs) $(check_needs.$(machine))
	+$(quiet)$(MAKE) --no-print-directory -j1 $(check_parts.$(machine))

# What is made for another machine runs in an emulator, beside what is made for this one.
machine              := $(if $(EMULATOR),emulated,native)
check_needs.native   := $(unit_tests) $(program) $(testing) $(guest) $(build)/replay
check_parts.native   := unit replay house-check sim-check e2e $(if $(SANITIZE),,kiosk-check)
check_needs.emulated := $(unit_tests) $(program) $(guest) native
check_parts.emulated := unit house-check board
RUN                  := $(EMULATOR:%=% -L $(SYSROOT))

PYTEST  := /usr/bin/python3 -m pytest -q -p no:cacheprovider
# Most of a test is waiting, for a peer or for a time to pass.
WORKERS ?= $(shell expr 2 \* $$(nproc))
e2e_env  = ECSVIEW=$(abspath $(program)) ECSVIEW_TESTING=$(abspath $(testing)) \
           ECSVIEW_GUEST=$(abspath $(guest)) ECSVIEW_SANITIZE=$(SANITIZE)

unit: packages-unit  ## GoogleTest: the pure core
	+$(quiet)$(MAKE) --no-print-directory $(jobs) $(unit_tests)
	$(quiet)$(RUN) $(unit_tests) --gtest_brief=1

house-check:  ## Which library in which folder, and the other rules of the house
	$(quiet)ECSVIEW=build/$(TARGET)/ecsview ECSVIEW_RUN='$(RUN)' $(PYTEST) tests/house

sim-check:  ## The stand-in cloud, judged by the official SDK's vectors
	$(quiet)$(PYTEST) -n $(WORKERS) tests/unit_sim

e2e: $(program) $(testing) $(guest)  ## End to end with real peers
	$(quiet)$(e2e_env) $(PYTEST) -n $(WORKERS) tests/e2e

native:
	+$(quiet)$(MAKE) --no-print-directory TARGET=native build

# Its own machine, as far as there is one here: Debian for the target with the packages that the
# README tells to install, and the packed tree. The stand-in cloud and the guest run natively.
board: $(board)/.stamp $(package).tar.gz $(unit_tests) $(guest) native  ## The packed tree, emulated
	$(quiet)tar -xzf $(package).tar.gz -C $(board)
	$(quiet)ECSVIEW='$(EMULATOR) -L $(abspath $(board)) $(abspath $(board))$(PREFIX)/bin/ecsview' \
	    ECSVIEW_NATIVE='$(abspath build/native/ecsview)' ECSVIEW_GUEST='$(abspath $(guest))' \
	    ECSVIEW_UNIT_TESTS='$(RUN) $(abspath $(unit_tests))' $(PYTEST) tests/e2e/board

$(board)/.stamp: tests/e2e/board/root third_party/archive.sh assets/packages.txt
	$(call say,BOARD,$(board))
	$(quiet)tests/e2e/board/root $(TARGET) $(board)

include tests/e2e/kiosk/rules.mk

# The program's own limits, unscaled; -rP prints the tables.
soak_tests := $(addprefix tests/e2e/test_,torture.py hostile_server.py bombs.py faults.py liveness.py idle.py \
                in_use.py reconnects.py typing.py paste.py held_keys.py installer.py boots.py text.py wall.py endurance.py)

soak: packages-soak $(program) $(testing) $(guest)  ## Faults, idle consoles, reconnects: full length
	$(quiet)ECSVIEW_SOAK=1 $(e2e_env) $(PYTEST) -n $(WORKERS) -rP $(soak_tests)
	+$(quiet)$(MAKE) --no-print-directory sources-check
	+$(quiet)$(if $(SANITIZE),:,$(MAKE) --no-print-directory fuzz SECONDS=66)
	+$(quiet)$(if $(SANITIZE),:,ECSVIEW_SOAK=1 $(MAKE) --no-print-directory kiosk-check RELEASE=trixie)
	+$(quiet)$(if $(SANITIZE),:,$(MAKE) --no-print-directory kmsdrm-check)
	+$(quiet)$(if $(SANITIZE),:,$(MAKE) --no-print-directory deb-check)

sources-check:  ## The file of `make sources` is enough to build the libraries from; some minutes
	$(quiet)ECSVIEW_SOAK=1 $(PYTEST) tests/house/test_third_party.py

ONLY ?=

bench: packages-check $(program) $(testing) $(guest)  ## Beside other viewers, as one table; ONLY="far rest": parts of it
	$(quiet)toolchains/packages/install bench $(TARGET) || :; $(e2e_env) /usr/bin/python3 tests/bench/run $(ONLY)

# ---- packages of the distribution ------------------------------------------------------------------

packages-build packages-unit packages-demo packages-check packages-bench packages-soak packages-fuzz packages-deb: packages-%:
	$(quiet)toolchains/packages/install $* $(TARGET)

# Headers and libraries of another architecture's Debian.
$(sysroot): toolchains/sysroot third_party/archive.sh $(wildcard toolchains/packages/*.txt)
	$(call say,SYSROOT,$(SYSROOT))
	$(quiet)toolchains/sysroot $(TARGET) $(SYSROOT)

# ---- third party -----------------------------------------------------------------------------------

recipes := $(shell find third_party toolchains/$(TARGET).mk -type f)

# A sysroot has the headers of the display's libraries.
$(libraries): $(recipes) toolchains/packages/build.txt $(sysroot)
	$(call say,LIBS,$(third_party))
	$(quiet)third_party/build $(TARGET) '$(SANITIZE)' $(third_party)
	$(quiet)touch $@

bill := $(build)/ecsview.cdx.json

sbom: packages-build  ## What is linked in, with versions, hashes and licences: CycloneDX
	$(quiet)mkdir -p $(build)
	$(quiet)SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) third_party/sbom $(VERSION) > $(bill)
	$(quiet)ls -l $(bill)

sources: packages-build  ## The tarballs that the libraries are made from, in one file for ECSVIEW_SOURCES
	$(quiet)third_party/pack build/ecsview-$(VERSION)-sources.tar
	$(quiet)ls -l build/ecsview-$(VERSION)-sources.tar

# ---- compile and link ------------------------------------------------------------------------------

# Rewritten only when the flags change: then everything is compiled anew.
$(build)/flags: FORCE | $(sysroot)
	$(quiet)mkdir -p $(@D)
	$(quiet)printf '%s\n' "$(subst ",\",$(compile) $(fast) $(link))" | cmp -s - $@ || \
	    printf '%s\n' "$(subst ",\",$(compile) $(fast) $(link))" > $@

$(build)/obj/%.o: %.cpp $(build)/flags | $(libraries)
	$(call say,CXX,$<)
	$(quiet)mkdir -p $(@D)
	$(quiet)$(anywhere) $(compile) $(for_size) $(also) -c $< -o $@

$(build)/obj-testing/%.o: %.cpp $(build)/flags | $(libraries)
	$(call say,CXX,'$< (testing)')
	$(quiet)mkdir -p $(@D)
	$(quiet)$(anywhere) $(compile) $(for_size) -DECSVIEW_TESTING -c $< -o $@

$(glyph_table).cpp: assets/glyphs/cut
	$(call say,GLYPHS,$@)
	$(quiet)mkdir -p $(@D)
	$(quiet)/usr/bin/python3 assets/glyphs/cut $@

$(layout_table).cpp: assets/layouts/cut
	$(call say,LAYOUTS,$@)
	$(quiet)mkdir -p $(@D)
	$(quiet)/usr/bin/python3 assets/layouts/cut $@

$(font_table).cpp: assets/fonts/cut
	$(call say,FONTS,$@)
	$(quiet)mkdir -p $(@D)
	$(quiet)/usr/bin/python3 assets/fonts/cut $@

options_table := src/options/table.toml src/ui/input/command_table.cpp assets/options/write

$(option_rows).cpp: $(options_table)
	$(call say,OPTIONS,$@)
	$(quiet)mkdir -p $(@D)
	$(quiet)assets/options/write rows $@

$(build)/gen/words/ecsview.1: assets/ecsview.1.in $(options_table)
	$(call say,OPTIONS,$@)
	$(quiet)mkdir -p $(@D)
	$(quiet)assets/options/write man $< $@

$(build)/gen/words/%: $(options_table)
	$(call say,OPTIONS,$@)
	$(quiet)mkdir -p $(@D)
	$(quiet)assets/options/write $* $@

$(generated): %.o: %.cpp $(build)/flags
	$(quiet)$(anywhere) $(compile) -c $< -o $@

words: $(words)  ## What is made from the table of options: the man page, completions, docs/use.md
	$(quiet)assets/options/write page docs/use.md

$(program): $(objects) $(libraries) $(lean) | $(catalogues)
	$(call say,LINK,$@)
	$(quiet)$(link) $(objects) $(lean_libs) -o $@

$(testing): $(testing_objects) $(libraries) $(lean) | $(catalogues)
	$(call say,LINK,$@)
	$(quiet)$(link) $(testing_objects) $(lean_libs) -o $@

$(unit_tests): $(unit_objects) $(libraries)
	$(call say,LINK,$@)
	$(quiet)$(link) $(unit_objects) -lgmock -lgtest -lgtest_main $(libs) -o $@

$(guest): $(shell find tests/guest -type f 2>/dev/null)
	$(call say,GUEST,$@)
	$(quiet)mkdir -p $(@D)
	$(quiet)tests/guest/build $@

-include $(sort $(objects:.o=.d) $(testing_objects:.o=.d) $(unit_objects:.o=.d))

include tests/fuzz/rules.mk

# ---- keeping house ---------------------------------------------------------------------------------

cxx_files = $(shell find src tests -name '*.cpp' -o -name '*.h')

# Debian 12's clang wants to be begged for it.
not_clangs := -ftrivial-auto-var-init=zero

compile_commands.json: Makefile $(build)/flags  ## For clangd and clang-tidy
	$(quiet)/usr/bin/python3 -c 'import json,sys; print(json.dumps([{"directory":sys.argv[1],"file":f, \
	    "command":sys.argv[2]+" -c "+f} for f in sys.argv[3:]], indent=1))' \
	    '$(CURDIR)' '$(subst ",\\\",$(filter-out $(not_clangs),$(compile)))' $(sources) $(test_sources) > $@

format:  ## clang-format everything
	$(quiet)clang-format -i $(cxx_files)

# One file at a time: with several, its analyzer takes the va_list of one for another's.
lint: compile_commands.json $(libraries) $(glyph_table).cpp  ## clang-format in check mode, clang-tidy
	$(quiet)clang-format --dry-run -Werror $(cxx_files)
	$(quiet)printf '%s\n' $(sources) | xargs -n 1 -P 2 clang-tidy --quiet -p .

installed = "$(DESTDIR)$(PREFIX)"

install: $(program) $(words) $(catalogues)  ## Install below DESTDIR/PREFIX
	install -D -m 755 $(program) $(installed)/bin/ecsview
	$(STRIP) $(installed)/bin/ecsview
	install -D -m 644 $(build)/gen/words/ecsview.1 $(installed)/share/man/man1/ecsview.1
	install -D -m 644 $(build)/gen/words/bash $(installed)/share/bash-completion/completions/ecsview
	install -D -m 644 $(build)/gen/words/zsh $(installed)/share/zsh/site-functions/_ecsview
	install -D -m 644 $(build)/gen/words/fish $(installed)/share/fish/vendor_completions.d/ecsview.fish
	$(foreach name,$(languages:%=locale/%/LC_MESSAGES/ecsview.mo),install -D -m 644 $(build)/$(name) $(installed)/share/$(name);)
	install -D -m 644 assets/ecsview.desktop $(installed)/share/applications/ecsview.desktop
	install -D -m 755 assets/ecsview-kiosk $(installed)/sbin/ecsview-kiosk
	install -D -m 644 assets/ecsview-kiosk.8 $(installed)/share/man/man8/ecsview-kiosk.8
	sed 's|/usr/local/bin|$(PREFIX)/bin|' assets/ecsview@.service | \
	    install -D -m 644 /dev/stdin $(installed)/lib/systemd/system/ecsview@.service
	install -D -m 644 assets/ecsview.metainfo.xml $(installed)/share/metainfo/ecsview.metainfo.xml
	install -D -m 644 assets/ecsview.svg $(installed)/share/icons/hicolor/scalable/apps/ecsview.svg
	for side in 48 128; do install -D -m 644 assets/ecsview-$$side.png \
	    $(installed)/share/icons/hicolor/$${side}x$$side/apps/ecsview.png; done
	install -D -m 644 -t $(installed)/share/doc/ecsview COPYING assets/packages.txt assets/packages-kiosk.txt
	sed '/^  /s/ ([^)]*)$$//' $(third_party)/MANIFEST > $(installed)/share/doc/ecsview/MANIFEST
	third_party/notices $(third_party) > $(installed)/share/doc/ecsview/NOTICES
	SOURCE_DATE_EPOCH=$(SOURCE_DATE_EPOCH) third_party/sbom $(VERSION) > $(installed)/share/doc/ecsview/ecsview.cdx.json

# What `install` puts there; a folder that is left goes too if it is ecsview's own.
installed_names := bin/ecsview sbin/ecsview-kiosk lib/systemd/system/ecsview@.service share/man/man1/ecsview.1 share/man/man8/ecsview-kiosk.8 \
    share/bash-completion/completions/ecsview share/zsh/site-functions/_ecsview \
    share/fish/vendor_completions.d/ecsview.fish share/applications/ecsview.desktop \
    share/metainfo/ecsview.metainfo.xml share/icons/hicolor/scalable/apps/ecsview.svg \
    $(foreach side,48x48 128x128,share/icons/hicolor/$(side)/apps/ecsview.png) $(languages:%=share/locale/%/LC_MESSAGES/ecsview.mo) \
    $(addprefix share/doc/ecsview/,COPYING packages.txt packages-kiosk.txt MANIFEST NOTICES ecsview.cdx.json)

uninstall:  ## Take away what install has put there
	rm -f $(foreach name,$(installed_names),$(installed)/$(name))
	[ ! -d $(installed)/share/doc/ecsview ] || rmdir $(installed)/share/doc/ecsview

deb: packages-deb  ## Debian packages of it: build/<target>/deb
	+$(quiet)$(MAKE) --no-print-directory $(jobs) build
	$(call say,DEB,$(build)/deb)
	$(quiet)packaging/deb $(TARGET) $(VERSION) $(SOURCE_DATE_EPOCH) $(build)/deb
	$(quiet)ls -l $(build)/deb/*.deb

# What is emulated has the part with apt alone.
deb_root  := $(build)/apt-root
deb_roots := $(deb_root)/.stamp $(if $(EMULATOR),,$(kiosk_root)/.stamp)

deb-check: packages-check deb  ## lintian, the same bytes twice, and Debians that they come to and leave; it needs root
	+$(quiet)[ "$$(id -u)" != 0 ] || $(MAKE) --no-print-directory $(deb_roots)
	$(quiet)ECSVIEW_DEBS='$(abspath $(build)/deb)' ECSVIEW_DEB_ROOT='$(abspath $(kiosk_root))' \
	    ECSVIEW_APT_ROOT='$(abspath $(deb_root))' $(PYTEST) -rsP tests/packages

$(deb_root)/.stamp: tests/packages/root toolchains/foreign third_party/archive.sh assets/packages.txt
	$(call say,ROOT,$(deb_root))
	$(quiet)tests/packages/root $(TARGET) $(deb_root)

dist: packages-build  ## The installed tree, packed for a board: build/<target>/ecsview-*.tar.gz
	+$(quiet)$(MAKE) --no-print-directory $(jobs) $(package).tar.gz
	$(quiet)ls -l $(package).tar.gz

# The same bytes from the same sources: no folders (the board's keep their rights), and nothing of
# who packed it, when, in which order and with which rights.
$(package).tar.gz: $(program) $(words) $(catalogues) $(wildcard assets/*.* assets/ecsview-*) COPYING third_party/notices \
                    third_party/sbom third_party/lock third_party/distribution Makefile
	$(call say,PACK,$@)
	$(quiet)rm -rf $(package)
	+$(quiet)$(MAKE) --no-print-directory -o $(program) install DESTDIR=$(package) >/dev/null
	$(quiet)cd $(package) && find * -type f | LC_ALL=C sort | tar --format=gnu --owner=0 --group=0 \
	    --numeric-owner --mode=u=rwX,go=rX --mtime=@$(SOURCE_DATE_EPOCH) -T - \
	    -I 'gzip -9n' -cf '$(abspath $@)'

clean:  ## Remove what was compiled, keep the third-party libraries
	rm -rf $(build)/obj $(build)/obj-testing $(build)/gen $(build)/locale $(program) $(testing) $(unit_tests)

distclean:  ## Remove everything that was made
	rm -rf build compile_commands.json
