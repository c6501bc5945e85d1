# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's 32-bit ARM with its baseline: ARMv7-A, VFPv3-D16, hard float, Thumb-2. The third-party
# libraries need no sysroot; the program links with --sysroot=$(SYSROOT).
TARGET_TRIPLET := arm-linux-gnueabihf
CC := $(TARGET_TRIPLET)-gcc
CXX := $(TARGET_TRIPLET)-g++
AR := $(TARGET_TRIPLET)-gcc-ar
RANLIB := $(TARGET_TRIPLET)-gcc-ranlib
STRIP := $(TARGET_TRIPLET)-strip
OBJCOPY := $(TARGET_TRIPLET)-objcopy
PKG_CONFIG := pkg-config
TARGET_CFLAGS := -march=armv7-a -mfpu=vfpv3-d16 -mfloat-abi=hard -mthumb
SYSROOT := build/armhf/sysroot
CMAKE_SYSTEM_NAME := Linux
CMAKE_SYSTEM_PROCESSOR := armv7l
