# SPDX-License-Identifier: GPL-2.0-or-later
# SDL2: video, events and the renderer by OpenGL ES; none by software, which a window's surface never
# uses; no sound, joysticks, D-Bus or input methods. X11, Wayland and KMSDRM are found when the program
# starts and loaded by name, so it runs where only one of them is. Their headers are the target's own.
needs=""
needs_headers=yes

recipe() {
  local feature off=()
  for feature in AUDIO JOYSTICK HAPTIC HIDAPI SENSOR POWER LOCALE MISC FILESYSTEM TEST SHARED \
    DBUS IBUS LIBSAMPLERATE VULKAN OPENGL OFFSCREEN RPI VIVANTE RPATH CCACHE X11_XDBE \
    X11_XSCRNSAVER; do
    off+=("-DSDL_$feature=OFF")
  done
  toolchain_sysroot
  cmake_configure -DSDL_STATIC=ON -DSDL2_DISABLE_SDL2MAIN=ON -DSDL2_DISABLE_INSTALL=ON \
    -DEXTRA_CFLAGS=-DSDL_VIDEO_RENDER_SW=0 \
    "${off[@]}" "${sysroot_flags[@]}"
  sdl_assert
  cmake_build SDL2-static
  install -D -m 644 "$object/libSDL2.a" -t "$stage/lib"
  install -D -m 644 "$source"/include/*.h -t "$stage/include/SDL2"
  install -m 644 "$object"/include*/SDL2/*.h -t "$stage/include/SDL2" # made for this target
}

# What is not found is left out without a word. Not here.
sdl_assert() {
  local name config=$object/include-config-none/SDL2/SDL_config.h
  for name in X11_DYNAMIC X11_DYNAMIC_XEXT X11_DYNAMIC_XCURSOR X11_DYNAMIC_XINPUT2 X11_DYNAMIC_XFIXES \
    X11_DYNAMIC_XRANDR WAYLAND_DYNAMIC WAYLAND_DYNAMIC_EGL WAYLAND_DYNAMIC_CURSOR \
    WAYLAND_DYNAMIC_XKBCOMMON WAYLAND_DYNAMIC_LIBDECOR KMSDRM_DYNAMIC KMSDRM_DYNAMIC_GBM; do
    grep -qE "^#define SDL_VIDEO_DRIVER_$name \"lib.*\.so\.[0-9]+\"" "$config" ||
      die "SDL2 was configured without $name; see the CMake log in $object"
  done
  for name in SDL_UDEV_DYNAMIC HAVE_LIBUDEV_H SDL_INPUT_LINUXEV SDL_VIDEO_RENDER_OGL_ES2; do
    grep -q "^#define $name\b" "$config" || die "SDL2 was configured without $name"
  done
}
