// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/x11_picture.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/uio.h>

#include <cstdint>

// Xlib's names come with it.
#include <SDL_syswm.h>

#include "base/log.h"

#ifdef SDL_VIDEO_DRIVER_X11
#include <xcb/xcb.h>
#include <xcb/xcbext.h>

#include "ui/picture/xcb_library.h"
#endif

namespace ecsview::ui {

#ifdef SDL_VIDEO_DRIVER_X11

namespace {

// The extension's requests, as its specification has them; the first four bytes are libxcb's. Its
// own library for them is not on every machine that has X11.
constexpr std::uint8_t shm_detach = 2, shm_put_image = 3, shm_attach_fd = 6;
constexpr std::uint8_t z_pixmap = 2;

struct AttachFd {
    std::uint32_t head = 0;
    std::uint32_t segment = 0;
    std::uint8_t read_only = 1;
    std::uint8_t unused[3]{};
};

struct Detach {
    std::uint32_t head = 0;
    std::uint32_t segment = 0;
};

struct PutImage {
    std::uint32_t head = 0;
    std::uint32_t window = 0, context = 0;
    std::uint16_t total_width = 0, total_height = 0;
    std::uint16_t from_x = 0, from_y = 0, width = 0, height = 0;
    std::int16_t to_x = 0, to_y = 0;
    std::uint8_t depth = 0, format = z_pixmap, send_event = 0, unused = 0;
    std::uint32_t segment = 0, offset = 0;
};

static_assert(sizeof(AttachFd) == 12 && sizeof(Detach) == 8 && sizeof(PutImage) == 40);

// libxcb has it by its address; zero: not asked for yet.
xcb_extension_t shm{"MIT-SHM", 0};

struct Xcb {
    decltype(&xcb_connect) connect;
    decltype(&xcb_disconnect) disconnect;
    decltype(&xcb_connection_has_error) has_error;
    decltype(&xcb_generate_id) generate_id;
    decltype(&xcb_get_extension_data) get_extension_data;
    decltype(&xcb_get_geometry) get_geometry;
    decltype(&xcb_get_geometry_reply) get_geometry_reply;
    decltype(&xcb_create_gc) create_gc;
    decltype(&xcb_request_check) request_check;
    decltype(&xcb_send_request) send_request;
    decltype(&xcb_send_request_with_fds) send_request_with_fds;

    bool load() {
        const XcbLibrary library;
        return library.find(connect, "xcb_connect") && library.find(disconnect, "xcb_disconnect") &&
               library.find(has_error, "xcb_connection_has_error") &&
               library.find(generate_id, "xcb_generate_id") &&
               library.find(get_extension_data, "xcb_get_extension_data") &&
               library.find(get_geometry, "xcb_get_geometry") &&
               library.find(get_geometry_reply, "xcb_get_geometry_reply") &&
               library.find(create_gc, "xcb_create_gc") &&
               library.find(request_check, "xcb_request_check") &&
               library.find(send_request, "xcb_send_request") &&
               library.find(send_request_with_fds, "xcb_send_request_with_fds");
    }
};

// The window, if its pixels are ours: 32 bits, 0x00RRGGBB.
std::uint32_t window_with_our_pixels(SDL_Window* window) {
    const Uint32 format = SDL_GetWindowPixelFormat(window);
    if (format != SDL_PIXELFORMAT_RGB888 && format != SDL_PIXELFORMAT_ARGB8888) return 0;
    SDL_SysWMinfo info{};
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info) || info.subsystem != SDL_SYSWM_X11) return 0;
    return static_cast<std::uint32_t>(info.info.x11.window);
}

}  // namespace

class X11Picture::Server {
public:
    explicit Server(std::uint32_t window) : window_(window) {
        if (!xcb_.load() || !(connection_ = connect_to_x11(xcb_.connect))) return;
        const auto* extension = xcb_.get_extension_data(connection_, &shm);
        if (xcb_.has_error(connection_) || !extension || !extension->present) return;
        auto* geometry =
            xcb_.get_geometry_reply(connection_, xcb_.get_geometry(connection_, window_), nullptr);
        if (!geometry) return;
        depth_ = geometry->depth;
        free(geometry);
        context_ = xcb_.generate_id(connection_);
        xcb_.create_gc(connection_, context_, window_, 0, nullptr);
    }
    ~Server() {
        if (connection_) xcb_.disconnect(connection_);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    bool ready() const { return depth_ != 0; }

    bool attach(int memory) {
        const int own = fcntl(memory, F_DUPFD_CLOEXEC, 0);  // libxcb closes it
        if (own < 0) return false;
        segment_ = xcb_.generate_id(connection_);
        return done(send(shm_attach_fd, AttachFd{.segment = segment_}, own));
    }

    void detach() { done(send(shm_detach, Detach{.segment = segment_})); }

    unsigned put(const screen::WindowRect& picture, const screen::WindowRect& part) {
        const auto u16 = [](int value) { return static_cast<std::uint16_t>(value); };
        PutImage request{.window = window_, .context = context_, .segment = segment_};
        request.total_width = u16(picture.width);
        request.total_height = u16(picture.height);
        request.from_x = u16(part.x - picture.x);
        request.from_y = u16(part.y - picture.y);
        request.width = u16(part.width);
        request.height = u16(part.height);
        request.to_x = static_cast<std::int16_t>(part.x);
        request.to_y = static_cast<std::int16_t>(part.y);
        request.depth = depth_;
        return send(shm_put_image, request);
    }

    // Waits until the X server has done what was sent; whether that request went well.
    bool done(unsigned sequence) {
        if (sequence == 0) return false;
        auto* error = xcb_.request_check(connection_, {sequence});
        const bool well = !error && !xcb_.has_error(connection_);
        free(error);
        return well;
    }

private:
    template <class Request>
    unsigned send(std::uint8_t opcode, Request request, int descriptor = -1) {
        const xcb_protocol_request_t protocol{1, &shm, opcode, 1};
        iovec parts[3]{};  // libxcb wants the two in front
        parts[2] = {&request, sizeof request};
        if (descriptor < 0)
            return xcb_.send_request(connection_, XCB_REQUEST_CHECKED, parts + 2, &protocol);
        return xcb_.send_request_with_fds(connection_, XCB_REQUEST_CHECKED, parts + 2, &protocol, 1,
                                          &descriptor);
    }

    const std::uint32_t window_;
    Xcb xcb_{};
    xcb_connection_t* connection_ = nullptr;
    std::uint32_t context_ = 0, segment_ = 0;
    std::uint8_t depth_ = 0;  // 0: not ready
};

#else

namespace {
std::uint32_t window_with_our_pixels(SDL_Window*) {
    return 0;
}
}  // namespace

class X11Picture::Server {
public:
    explicit Server(std::uint32_t) {}
    bool ready() const { return false; }
    bool attach(int) { return false; }
    void detach() {}
    unsigned put(const screen::WindowRect&, const screen::WindowRect&) { return 0; }
    bool done(unsigned) { return false; }
};

#endif

X11Picture::X11Picture(SDL_Window* window) : window_(window) {}

X11Picture::~X11Picture() = default;

bool X11Picture::fail(const char* why) {
    log::debug("ui", "the decoder's memory is not shown itself", {{"because", why}});
    possible_ = false;
    mapped_.reset();
    server_.reset();
    return false;
}

bool X11Picture::map(const std::shared_ptr<const screen::Framebuffer>& memory) {
    if (!possible_ || memory == mapped_) return possible_;
    if (!server_) {
        const std::uint32_t window = window_with_our_pixels(window_);
        if (window == 0) return fail("no window of X11 with such pixels");
        server_ = std::make_unique<Server>(window);
        if (!server_->ready()) return fail("no second connection with MIT-SHM");
    }
    unmap();
    if (!server_->attach(memory->fd())) return fail("the X server does not map it");
    mapped_ = memory;
    return true;
}

void X11Picture::unmap() {
    if (mapped_) server_->detach();
    mapped_.reset();
}

bool X11Picture::show(const screen::WindowRect& picture,
                      std::span<const screen::WindowRect> parts) {
    unsigned last = 0;
    for (const auto& part : parts) last = server_->put(picture, part);
    return parts.empty() || server_->done(last) || fail("the X server does not show it");
}

}  // namespace ecsview::ui
