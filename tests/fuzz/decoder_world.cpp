// SPDX-License-Identifier: GPL-2.0-or-later
#include "decoder_world.h"

#include <fcntl.h>
#include <rfb/rfbclient.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <set>
#include <vector>

#include "rfb/decoder/session.h"
#include "screen/framebuffer.h"
#include "screen/messages.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define POISON_SHADOW(at, size) ASAN_POISON_MEMORY_REGION(at, size)
#define CLEAR_SHADOW(at, size) ASAN_UNPOISON_MEMORY_REGION(at, size)
#endif
#endif
#ifndef POISON_SHADOW
#define POISON_SHADOW(at, size) (void)(at)
#define CLEAR_SHADOW(at, size) (void)(at)
#endif

namespace ecsview::fuzz {
namespace {

using namespace screen;

// Larger desktops are the same code and a hundred times the work: the session ends there. So it
// does after this many pixels and messages in all.
constexpr std::int64_t largest_desktop = 1 << 18;
constexpr std::int64_t most_pixels = 1 << 23;
constexpr std::size_t most_messages = 4000;
// Behind the picture, so that a write past its end is seen though there is memory.
constexpr std::size_t no_mans_bytes = std::size_t{1} << 18;

[[noreturn]] void finding(const char* what) {
    std::fprintf(stderr, "decoder_world: %s\n", what);
    std::abort();
}

struct EnoughOfThis {};  // thrown through libvncclient, which holds nothing there

struct World {
    int stream = -1, messages = -1;
    std::string_view bytes;
    std::string_view password;
    std::deque<std::vector<std::byte>> replies;
    DesktopSize desktop;
    std::uint32_t sequence = 0, generation = 0;
    std::int64_t pixels = 0;
    std::size_t told = 0, text = 0, written = 0;
    bool ready = false, asked = false, stopped = false, clipboard = false, jpeg = false;

    void reply(const ToDecoder& message) { replies.push_back(encode(message)); }
    void report(std::uint32_t number) {
        if (!replies.empty()) finding("a report before the last one was acknowledged");
        if (number != ++sequence) finding("a report with another number");
        reply(Acknowledge{number});
    }
    void spend(std::int64_t more) {
        pixels += more;
        if (pixels > most_pixels || ++told > most_messages) bytes = {};
    }
    void hear(const std::byte* data, std::size_t size);
    void on(const Ready&) {
        if (std::exchange(ready, true)) finding("ready twice");
    }
    void on(const NeedPassword&) {
        if (ready || std::exchange(asked, true)) finding("a password is asked for again");
        reply(Password{Secret(std::string(password))});
    }
    void on(const Resized& m) {
        report(m.sequence);
        if (m.generation != ++generation) finding("another generation");
        desktop = m.size;
        spend(desktop.area());
    }
    void on(const Damaged& m) {
        report(m.sequence);
        if (m.generation != generation) finding("damage of another generation");
        for (const auto& rect : m.damage.rects()) spend(std::int64_t{rect.width} * rect.height);
    }
    void on(const CursorChanged& m) { report(m.sequence); }
    void on(const Answered&) {
        if (!replies.empty()) finding("an answer before its picture");
    }
    void on(const Fenced&) {
        if (!ready || !replies.empty()) finding("a fence before its picture");
    }
    void on(const Lossy& m) {
        if (!ready) finding("a picture before the handshake is over");
        if (!jpeg && (m.came || !m.area.empty())) finding("JPEG that was not to be taken");
    }
    void on(const ContinuousEnded&) {
        if (!ready) finding("pacing before the handshake is over");
    }
    void on(const ClipboardText& m) {
        text = m.part.size() + text;
        if (text > max_clipboard_bytes) finding("a text that is too long");
        if (m.last) text = 0;
        if (!ready || !clipboard) finding("a clipboard that was not offered");
    }
    void on(const ClipboardOffered&) { may_have_a_clipboard(); }
    void on(const ClipboardSignalled&) { may_have_a_clipboard(); }
    void on(const ClipboardLeftOut&) { may_have_a_clipboard(); }
    void may_have_a_clipboard() {
        if (!ready || !clipboard) finding("a clipboard that was not offered");
    }
    void on(const Stopped&) { stopped = true; }
    template <class Other>
    void on(const Other&) {}
};
World world;

void World::hear(const std::byte* data, std::size_t size) {
    if (stopped) finding("a word after the last one");
    if (size > max_message_bytes) finding("a message that is too long");
    const auto message = parse_from_decoder({data, size}, desktop);
    if (!message) finding("a message that main does not understand");
    spend(0);
    std::visit([this](const auto& known) { on(known); }, *message);
}

// The picture, and the memory behind it that belongs to nobody.
class Memory {
public:
    Memory() {
        constexpr std::size_t size = (shared_bytes + 4095) & ~std::size_t{4095};
        auto* map = static_cast<char*>(mmap(nullptr, size + 4096, PROT_READ | PROT_WRITE,
                                            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
        if (map == MAP_FAILED) finding("no memory for the picture");
        mprotect(map + size, 4096, PROT_NONE);
        pixels_ = reinterpret_cast<std::uint32_t*>(map);
    }
    std::uint32_t* pixels() { return pixels_; }
    void guard(DesktopSize size) {
        if (guarded_) CLEAR_SHADOW(guarded_, no_mans_bytes);
        guarded_ = pixels_ + size.area();
        POISON_SHADOW(guarded_, no_mans_bytes);
    }

private:
    std::uint32_t* pixels_;
    std::uint32_t* guarded_ = nullptr;
};
Memory& memory() {
    static Memory the;
    return the;
}

rfb::Channel::Clock::time_point passing_time() {
    static rfb::Channel::Clock::time_point now;
    return now += std::chrono::milliseconds(7);
}

ssize_t take(void* out, std::size_t size, bool leave) {
    size = std::min(size, world.bytes.size());
    if (size > 0) std::memcpy(out, world.bytes.data(), size);
    if (!leave) world.bytes.remove_prefix(size);
    return static_cast<ssize_t>(size);
}

ssize_t next_reply(void* out, std::size_t size) {
    if (world.replies.empty()) finding("a decoder that waits for ever");
    const auto reply = std::move(world.replies.front());
    world.replies.pop_front();
    if (world.desktop.area() > largest_desktop) throw EnoughOfThis();
    memory().guard(world.desktop);
    size = std::min(size, reply.size());
    std::memcpy(out, reply.data(), size);
    return static_cast<ssize_t>(size);
}

// After the handshake main is the only writer.
ssize_t to_server(std::size_t size) {
    if (world.ready) finding("a word to the server after the handshake");
    world.written += size;
    if (world.written > 1024) finding("more than a handshake to the server");
    return static_cast<ssize_t>(size);
}

}  // namespace

// --- what the linker leads here ------------------------------------------------------------------

extern "C" {
ssize_t __real_read(int fd, void* out, size_t size);
ssize_t __real_write(int fd, const void* data, size_t size);
ssize_t __real_recv(int fd, void* out, size_t size, int flags);
ssize_t __real_send(int fd, const void* data, size_t size, int flags);
void __real_rfbClientRegisterExtension(rfbClientProtocolExtension* extension);

ssize_t __wrap_read(int fd, void* out, size_t size) {
    return fd == world.stream ? take(out, size, false) : __real_read(fd, out, size);
}
ssize_t __wrap___read_chk(int fd, void* out, size_t size, size_t) {
    return __wrap_read(fd, out, size);
}
ssize_t __wrap_write(int fd, const void* data, size_t size) {
    return fd == world.stream ? to_server(size) : __real_write(fd, data, size);
}
ssize_t __wrap_recv(int fd, void* out, size_t size, int flags) {
    if (fd == world.messages) return next_reply(out, size);
    if (fd == world.stream) return take(out, size, flags & MSG_PEEK);
    return __real_recv(fd, out, size, flags);
}
ssize_t __wrap___recv_chk(int fd, void* out, size_t size, size_t, int flags) {
    return __wrap_recv(fd, out, size, flags);
}
ssize_t __wrap_send(int fd, const void* data, size_t size, int flags) {
    if (fd == world.stream) return to_server(size);
    if (fd != world.messages) return __real_send(fd, data, size, flags);
    world.hear(static_cast<const std::byte*>(data), size);
    return static_cast<ssize_t>(size);
}
// A decoder has one session, so each is registered once; here there are many.
void __wrap_rfbClientRegisterExtension(rfbClientProtocolExtension* extension) {
    static std::set<rfbClientProtocolExtension*> known;
    if (known.insert(extension).second) __real_rfbClientRegisterExtension(extension);
}
}

void run_session(const ServerSide& server) {
    static const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    world = World{};
    world.bytes = server.bytes;
    world.password = server.password;
    world.clipboard = server.clipboard;
    world.jpeg = server.jpeg;
    memory().guard({});
    UniqueFd stream(dup(null)), messages(dup(null));
    world.stream = stream.get();
    world.messages = messages.get();
    rfb::Channel channel(std::move(messages), memory().pixels(), &passing_time);
    try {
        rfb::Session session(
            channel, std::move(stream),
            {server.shared,
             {.clipboard = server.clipboard, .raw_only = server.raw_only, .jpeg = server.jpeg}});
        channel.tell(session.run());
    } catch (const EnoughOfThis&) {
    }
    world.stream = world.messages = -1;
}

}  // namespace ecsview::fuzz
