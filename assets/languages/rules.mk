# SPDX-License-Identifier: GPL-2.0-or-later
# The languages, read by the Makefile: one file of translations each. A new one is msginit's, from
# what `extract` writes; `make languages` brings to all of them what is said anew.

languages  := $(patsubst assets/languages/%.po,%,$(wildcard assets/languages/*.po))
catalogues := $(languages:%=$(build)/locale/%/LC_MESSAGES/ecsview.mo)

.PHONY: languages

$(build)/locale/%/LC_MESSAGES/ecsview.mo: assets/languages/%.po
	$(call say,MSGFMT,$@)
	$(quiet)mkdir -p $(@D)
	$(quiet)msgfmt --check --endianness=little -o $@ $<

languages: packages-build  ## Bring what is said anew to assets/languages/*.po, to be translated
	$(quiet)mkdir -p $(build)/gen
	$(quiet)assets/languages/extract $(build)/gen/ecsview.pot
	$(quiet)for language in $(languages); do msgmerge --quiet --update --backup=none --no-fuzzy-matching \
	    --add-location=file assets/languages/$$language.po $(build)/gen/ecsview.pot; done
