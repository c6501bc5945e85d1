# SPDX-License-Identifier: GPL-2.0-or-later
# The machine itself: tools and sysroot, nothing else. Read by the Makefile and by third_party/build.
CC := gcc
CXX := g++
AR := gcc-ar
RANLIB := gcc-ranlib
STRIP := strip
OBJCOPY := objcopy
# Silent before the packages are there: the parts of `make` that need it are read after.
TARGET_TRIPLET := $(shell gcc -dumpmachine 2>/dev/null)
TARGET_CFLAGS :=
SYSROOT :=
EMULATOR :=
CMAKE_SYSTEM_NAME := Linux
CMAKE_SYSTEM_PROCESSOR := $(firstword $(subst -, ,$(TARGET_TRIPLET)))
