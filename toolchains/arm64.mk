# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's 64-bit ARM. AES instructions, which not every CPU has, are found at run time.
TARGET_TRIPLET := aarch64-linux-gnu
CC := $(TARGET_TRIPLET)-gcc
CXX := $(TARGET_TRIPLET)-g++
AR := $(TARGET_TRIPLET)-gcc-ar
RANLIB := $(TARGET_TRIPLET)-gcc-ranlib
STRIP := $(TARGET_TRIPLET)-strip
OBJCOPY := $(TARGET_TRIPLET)-objcopy
TARGET_CFLAGS := -mbranch-protection=standard
SYSROOT := build/arm64/sysroot
EMULATOR := qemu-aarch64
CMAKE_SYSTEM_NAME := Linux
CMAKE_SYSTEM_PROCESSOR := aarch64
