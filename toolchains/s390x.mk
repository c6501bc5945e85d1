# SPDX-License-Identifier: GPL-2.0-or-later
# IBM's big-endian machine. Nobody shows a console there: it is here for `make unit TARGET=s390x`, which
# finds what depends on the order of bytes.
TARGET_TRIPLET := s390x-linux-gnu
CC := $(TARGET_TRIPLET)-gcc
CXX := $(TARGET_TRIPLET)-g++
AR := $(TARGET_TRIPLET)-gcc-ar
RANLIB := $(TARGET_TRIPLET)-gcc-ranlib
STRIP := $(TARGET_TRIPLET)-strip
OBJCOPY := $(TARGET_TRIPLET)-objcopy
TARGET_CFLAGS :=
SYSROOT := build/s390x/sysroot
EMULATOR := qemu-s390x
CMAKE_SYSTEM_NAME := Linux
CMAKE_SYSTEM_PROCESSOR := s390x
