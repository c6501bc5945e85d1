# SPDX-License-Identifier: GPL-2.0-or-later
# Debian's 32-bit ARM with its baseline: ARMv7-A, VFPv3-D16, hard float, Thumb-2. What a CPU has
# beyond it is found at run time.
TARGET_TRIPLET := arm-linux-gnueabihf
CC := $(TARGET_TRIPLET)-gcc
CXX := $(TARGET_TRIPLET)-g++
AR := $(TARGET_TRIPLET)-gcc-ar
RANLIB := $(TARGET_TRIPLET)-gcc-ranlib
STRIP := $(TARGET_TRIPLET)-strip
OBJCOPY := $(TARGET_TRIPLET)-objcopy
TARGET_CFLAGS := -march=armv7-a -mfpu=vfpv3-d16 -mfloat-abi=hard -mthumb
# GCC 7 passes some values in other registers than GCC 6 did; nothing here is older.
TARGET_CXXFLAGS := -Wno-psabi
SYSROOT := build/armhf/sysroot
EMULATOR := qemu-arm
CMAKE_SYSTEM_NAME := Linux
CMAKE_SYSTEM_PROCESSOR := armv7l
