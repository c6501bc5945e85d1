# SPDX-License-Identifier: GPL-2.0-or-later
# clang on the machine itself, for `make fuzz` and `make fuzz-coverage` alone: libFuzzer and
# llvm-cov are its own. The libraries are those that the fuzz targets link.
CC := clang-14
CXX := clang++-14
AR := ar
RANLIB := ranlib
STRIP := strip
OBJCOPY := objcopy
TARGET_TRIPLET := $(shell gcc -dumpmachine 2>/dev/null)
TARGET_CFLAGS :=
SYSROOT :=
EMULATOR :=
CMAKE_SYSTEM_NAME := Linux
CMAKE_SYSTEM_PROCESSOR := $(firstword $(subst -, ,$(TARGET_TRIPLET)))
LIBRARIES := zlib libisal libjpeg-turbo libvncserver mbedtls libwebsockets
