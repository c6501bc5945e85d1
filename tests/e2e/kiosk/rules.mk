# SPDX-License-Identifier: GPL-2.0-or-later
# The kiosk in machines of its own, read by the Makefile.

# A Debian with systemd as its first process, the packages that a kiosk is told to have, and the packed
# tree. Where no such machine can be booted (that needs root), -rs says so.
RELEASE    ?= bookworm
kiosk_root := $(build)/kiosk-$(RELEASE)
kiosk       = ECSVIEW_KIOSK_ROOT='$(abspath $(kiosk_root))' \
              ECSVIEW_KIOSK_TREE='$(abspath $(package).tar.gz)' $(e2e_env) $(PYTEST) -rs tests/e2e/kiosk

kiosk-check: packages-check  ## The kiosk's unit under a real systemd; RELEASE=bookworm|trixie
	+$(quiet)$(MAKE) --no-print-directory $(jobs) $(package).tar.gz $(testing)
	+$(quiet)[ "$$(id -u)" != 0 ] || $(MAKE) --no-print-directory $(kiosk_root)/.stamp
	$(quiet)$(kiosk)

$(kiosk_root)/.stamp: tests/e2e/kiosk/root third_party/archive.sh assets/packages.txt \
                      assets/packages-kiosk.txt
	$(call say,KIOSK,$(kiosk_root))
	$(quiet)tests/e2e/kiosk/root $(TARGET) $(RELEASE) $(kiosk_root)

# The same without a display server, in a machine that QEMU emulates whole: some minutes. TARGET=arm64 too.
kmsdrm_root := $(build)/kmsdrm-$(RELEASE)
kmsdrm       = ECSVIEW_KMSDRM_ROOT='$(abspath $(kmsdrm_root))' ECSVIEW_TARGET=$(TARGET) \
               ECSVIEW_KIOSK_TREE='$(abspath $(package).tar.gz)' $(e2e_env) $(PYTEST) -rsP tests/e2e/kmsdrm

kmsdrm-check: packages-soak  ## A kiosk without any display server, in an emulated machine; RELEASE=bookworm|trixie
	+$(quiet)$(MAKE) --no-print-directory $(jobs) $(package).tar.gz $(guest)
	+$(quiet)[ "$$(id -u)" != 0 ] || $(MAKE) --no-print-directory $(kmsdrm_root)/.stamp
	$(quiet)$(kmsdrm)

$(kmsdrm_root)/.stamp: tests/e2e/kiosk/root toolchains/foreign tests/e2e/kiosk/initramfs third_party/archive.sh assets/packages.txt
	$(call say,KMSDRM,$(kmsdrm_root))
	$(quiet)tests/e2e/kiosk/root $(TARGET) $(RELEASE) $(kmsdrm_root) kmsdrm
