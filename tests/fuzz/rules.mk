# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzzing, read by the Makefile. `make fuzz` builds program parts, libraries and targets with clang,
# libFuzzer and its sanitizers in build/clang-fuzz; `make replay` plays tests/corpus in the program's
# own build; `make fuzz-coverage` in one that counts lines.

SECONDS ?= 60
ONLY    ?=

fuzz_targets := session decoders messages addresses answers files options console_script tunnel websocket
fuzz_shared  := decoder_world script
fuzz_object   = $(build)/obj/tests/fuzz/$(1).o
# The parts of the program that they reach; the linker takes what it needs.
fuzz_parts   := $(build)/fuzz/parts.a
fuzz_sources := $(filter-out src/ecs/http.cpp src/ecs/http_sessions.cpp,$(filter $(addprefix src/,base/% screen/% rfb/% ecs/% \
                options/% script/% states/hook.cpp typing/% link/% ui/input/% ui/nights.cpp \
                ui/clipboard.cpp ui/picture/rotation.cpp ui/picture/viewport.cpp),$(sources)))
# A decoder's surroundings are played: decoder_world.cpp.
empty        :=
space        := $(empty) $(empty)
comma        := ,
fuzz_wraps   := -Wl,$(subst $(space),$(comma),$(addprefix --wrap=,read __read_chk write recv __recv_chk \
                send rfbClientRegisterExtension))
fuzzing      := $(findstring fuzzer,$(SANITIZE))
fuzz_made    := $(addprefix $(build)/fuzz/,$(fuzz_targets))
replay       := $(build)/replay

.PHONY: fuzz fuzz-build fuzz-merge fuzz-coverage replay

# clang warns of other things than GCC, which has judged all of it.
clang_make = $(MAKE) --no-print-directory TARGET=clang CXXFLAGS='-w -isystem $(native_sdl)/include/SDL2' \
             $(jobs)
# SDL knows the names of keys, which options have, and no stranger speaks to it: the native one does.
native_sdl := build/native/third_party

fuzz: packages-fuzz $(native_sdl)/MANIFEST  ## Fuzz each target for SECONDS=60; ONLY=TARGET is one of them
	+$(quiet)$(clang_make) SANITIZE=fuzzer-no-link,address,undefined fuzz-build
	$(quiet)tests/fuzz/run build/clang-fuzz '$(SECONDS)' $(or $(ONLY),$(fuzz_targets))

fuzz-merge: packages-fuzz $(native_sdl)/MANIFEST  ## Take what fuzzing has found to be new into tests/corpus, minimised
	+$(quiet)$(clang_make) SANITIZE=fuzzer-no-link,address,undefined fuzz-build
	$(quiet)tests/fuzz/merge build/clang-fuzz $(or $(ONLY),$(fuzz_targets))

fuzz-coverage: packages-fuzz $(native_sdl)/MANIFEST  ## Which lines of the decoder's files tests/corpus reaches
	+$(quiet)$(clang_make) SANITIZE=coverage build/clang-coverage/replay
	$(quiet)tests/fuzz/coverage build/clang-coverage

ifneq ($(libraries),$(native_sdl)/MANIFEST)
$(native_sdl)/MANIFEST:
	+$(quiet)$(MAKE) --no-print-directory TARGET=native SANITIZE= $@
endif

fuzz-build: $(fuzz_made)

replay: $(replay)  ## Play all inputs of tests/corpus
	$(quiet)$(RUN) $(replay) tests/corpus

ifneq ($(fuzzing),)
defines += -DECSVIEW_FUZZER
# What is not to be explored takes a third of the time when it is counted.
$(foreach n,$(fuzz_shared),$(call fuzz_object,$(n))): private also := -fno-sanitize=fuzzer-no-link
endif

$(fuzz_parts): $(fuzz_sources:%.cpp=$(build)/obj/%.o) $(layout_table).o $(option_rows).o $(glyph_table).o
	$(quiet)mkdir -p $(@D) && rm -f $@
	$(quiet)$(AR) crs $@ $^

$(fuzz_made): $(build)/fuzz/%: $(call fuzz_object,%) $(foreach n,$(fuzz_shared),$(call fuzz_object,$(n))) \
              $(fuzz_parts) $(libraries)
	$(call say,LINK,$@)
	$(quiet)$(link) -fsanitize=fuzzer $(fuzz_wraps) $(filter %.o,$^) $(fuzz_linked) -o $@

$(replay): $(foreach n,$(fuzz_targets) $(fuzz_shared) replay,$(call fuzz_object,$(n))) $(fuzz_parts) $(libraries)
	$(call say,LINK,$@)
	$(quiet)$(link) $(fuzz_wraps) $(filter %.o,$^) $(fuzz_linked) -o $@

fuzz_libs = $(filter-out %/libcurl.a,$(if $(filter clang,$(TARGET)), \
            $(libs:$(third_party)/lib/libSDL2.a=$(native_sdl)/lib/libSDL2.a),$(libs)))

# libwebsockets asks the program about certificates, so each needs the other.
fuzz_linked = -Wl,--start-group $(fuzz_parts) $(fuzz_libs) -Wl,--end-group

-include $(wildcard $(build)/obj/tests/fuzz/*.d)
