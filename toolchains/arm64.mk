# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's 64-bit ARM. The third-party libraries need no sysroot; the program links with
# --sysroot=$(SYSROOT).
TARGET_TRIPLET := aarch64-linux-gnu
CC := $(TARGET_TRIPLET)-gcc
CXX := $(TARGET_TRIPLET)-g++
AR := $(TARGET_TRIPLET)-gcc-ar
RANLIB := $(TARGET_TRIPLET)-gcc-ranlib
STRIP := $(TARGET_TRIPLET)-strip
OBJCOPY := $(TARGET_TRIPLET)-objcopy
PKG_CONFIG := pkg-config
TARGET_CFLAGS :=
SYSROOT := build/arm64/sysroot
CMAKE_SYSTEM_NAME := Linux
CMAKE_SYSTEM_PROCESSOR := aarch64
