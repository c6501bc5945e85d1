# SPDX-License-Identifier: GPL-2.0-or-later
# The libraries that are linked in, read by the Makefile.

# third_party/recipes/libisal.sh says where it is built.
isal   := $(if $(filter x86_64,$(CMAKE_SYSTEM_PROCESSOR)),isal)
static := SDL2 websockets vncclient curl mbedtls mbedx509 mbedcrypto jpeg $(isal) z
# pugixml is the distribution's, but linked in: machines that run the program need not have it.
others := -l:libpugixml.a -lm
libs    = $(static:%=$(third_party)/lib/lib%.a) $(others)

# Nothing of ours that throws is ever called by these, so what would unwind their stack is left out
# of the program: 147 kB on amd64. The other libraries' callbacks may run out of memory. 32-bit ARM
# has its tables elsewhere, and none for C.
without_tables := $(if $(SANITIZE),,SDL2 mbedcrypto jpeg $(isal) z)
lean           := $(without_tables:%=$(build)/lean/lib%.a)
lean_libs       = $(foreach name,$(static),$(if $(filter $(name),$(without_tables)),$(build)/lean, \
                      $(third_party)/lib)/lib$(name).a) $(others)

$(lean): $(build)/lean/lib%.a: $(libraries) toolchains/libraries.mk
	$(quiet)mkdir -p $(@D)
	$(quiet)$(OBJCOPY) --remove-section=.eh_frame $(third_party)/lib/lib$*.a $@
