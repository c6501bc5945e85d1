// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/decoder/session.h"

#include <stdarg.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <new>
#include <utility>
#include <vector>

#include "screen/framebuffer.h"

namespace ecsview::rfb {
namespace {

// Tags the Session in the rfbClient's own data; the address is the key.
const char session_tag = 0;

// The one session's channel, for callbacks that libvncclient gives no context.
Channel* the_channel = nullptr;

// Its own log formats local time, which opens a file: the sandbox would kill us for that.
void log_line(const char* format, ...) {
    char text[screen::max_text_bytes];
    va_list arguments;
    va_start(arguments, format);
    const int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size <= 0 || !the_channel) return;
    std::string line(text, std::min(static_cast<std::size_t>(size), sizeof text - 1));
    while (!line.empty() && line.back() == '\n') line.pop_back();
    the_channel->tell(screen::LogLine{std::move(line)});
}

std::string cut(const char* text) {
    return text ? std::string(text, strnlen(text, screen::max_text_bytes)) : std::string();
}

// QEMU's LED state (-261, the community's RFB registry): one byte, bit 0 scroll, 1 num, 2 caps
// lock. As long as it is not offered, QEMU guesses the state and presses lock keys by itself.
// Its pointer type (-257) has no data: x is 1 where the guest's mouse takes places, 0 for steps.
// A mouse with more buttons (-316) has none either.
int device_encodings[] = {encoding_leds, encoding_pointer_type, encoding_extended_buttons, 0};

// libvncclient's own limit for the cursors that it reads.
constexpr int most_cursor_side = 1024;

// A colour that is brighter than its alpha allows is the server's fault; it is cut.
std::vector<std::uint32_t> argb_of(const std::vector<std::uint8_t>& rgba) {
    std::vector<std::uint32_t> pixels(rgba.size() / 4);
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const std::uint32_t alpha = rgba[4 * i + 3];
        const auto colour = [&](std::size_t at) {
            return std::min<std::uint32_t>(rgba[4 * i + at], alpha);
        };
        pixels[i] = alpha << 24 | colour(0) << 16 | colour(1) << 8 | colour(2);
    }
    return pixels;
}

rfbBool handle_leds(rfbClient* client) {
    char bits = 0;
    if (!ReadFromRFBServer(client, &bits, 1)) return FALSE;
    the_channel->tell(screen::Leds{static_cast<std::uint8_t>(bits & 7)});
    return TRUE;
}

// The cursor with alpha (-314, the registry's): the encoding of its pixels, of which only Raw is
// known here, then red, green, blue and alpha of each, the colours multiplied by alpha.
rfbBool handle_alpha_cursor(rfbClient* client, const rfbRectangle& at) {
    std::uint32_t encoding = rfbEncodingRaw;
    if (!ReadFromRFBServer(client, reinterpret_cast<char*>(&encoding), sizeof encoding))
        return FALSE;
    if (encoding != rfbEncodingRaw || at.w >= most_cursor_side || at.h >= most_cursor_side)
        return FALSE;
    std::vector<std::uint8_t> bytes(std::size_t{at.w} * at.h * 4);
    if (!bytes.empty() && !ReadFromRFBServer(client, reinterpret_cast<char*>(bytes.data()),
                                             static_cast<unsigned>(bytes.size())))
        return FALSE;
    the_channel->cursor(at.w, at.h, at.x, at.y, argb_of(bytes));
    return TRUE;
}

rfbBool handle_device(rfbClient* client, rfbFramebufferUpdateRectHeader* rect) {
    switch (static_cast<int>(rect->encoding)) {
        case encoding_leds: return handle_leds(client);
        case encoding_alpha_cursor: return handle_alpha_cursor(client, rect->r);
        case encoding_pointer_type:
            the_channel->tell(screen::PointerType{rect->r.x != 0});
            return TRUE;
        case encoding_extended_buttons: the_channel->tell(screen::ExtendedButtons{}); return TRUE;
        default: return FALSE;
    }
}

// Messages of the registry that libvncclient does not know. Each is answered by main, after all
// that came before it has been drawn and copied.
int pacing_encodings[] = {encoding_fence, encoding_continuous_updates, 0};
constexpr std::uint8_t message_end_of_continuous_updates = 150, message_fence = 248;

rfbBool handle_fence(rfbClient* client) {
    std::uint8_t head[8];  // three of padding, the flags, the size
    char data[screen::max_fence_bytes];
    if (!ReadFromRFBServer(client, reinterpret_cast<char*>(head), sizeof head)) return FALSE;
    if (head[7] > sizeof data || !ReadFromRFBServer(client, data, head[7])) return FALSE;
    std::uint32_t flags = 0;
    for (int i = 3; i < 7; ++i) flags = flags << 8 | head[i];
    the_channel->catch_up();
    the_channel->tell(screen::Fenced{flags, std::string(data, head[7])});
    return TRUE;
}

rfbBool handle_pacing(rfbClient* client, rfbServerToClientMsg* message) {
    if (message->type == message_fence) return handle_fence(client);
    if (message->type != message_end_of_continuous_updates) return FALSE;
    the_channel->tell(screen::ContinuousEnded{});
    return TRUE;
}

int clipboard_encodings[] = {encoding_extended_clipboard, 0};

rfbClientProtocolExtension clipboard_extension{
    clipboard_encodings, nullptr, nullptr, nullptr, nullptr, nullptr};

rfbClientProtocolExtension pacing_extension{pacing_encodings, nullptr, handle_pacing,
                                            nullptr,          nullptr, nullptr};

// Whatever else is compiled in is refused, also when a server of RFB 3.3 has chosen it.
constexpr std::uint32_t offered_security[] = {rfbVncAuth, rfbNoAuth};

// All that counts of a password of VNC authentication.
constexpr std::size_t password_bytes = 8;

// libvncserver's own LED state has other bits for the same.
std::uint8_t leds_of(int bits) {
    const int scroll = bits & rfbKeyboardMaskScrollLock ? 1 : 0;
    const int num = bits & rfbKeyboardMaskNumLock ? 2 : 0;
    const int caps = bits & rfbKeyboardMaskCapsLock ? 4 : 0;
    return static_cast<std::uint8_t>(scroll | num | caps);
}

rfbClientProtocolExtension device_extension{device_encodings, handle_device, nullptr,
                                            nullptr,          nullptr,       nullptr};

screen::Cause cause_of(const rfbClient& client) {
    switch (client.failureCause) {
        case rfbFailureClosedByPeer:
        case rfbFailureWrite: return "closed";
        case rfbFailureNone: return "protocol_fault";
        case rfbFailureNotRfb: return "not_rfb";
        case rfbFailureNoSecurityType: return "no_security_type";
        case rfbFailureRefused: return "refused";
        case rfbFailurePasswordRefused: return "password_refused";
        case rfbFailureClosedAtInit: return "in_use";
        default: return "decoder_gave_up";
    }
}

}  // namespace

Session& Session::of(rfbClient* client) {
    return *static_cast<Session*>(rfbClientGetClientData(client, const_cast<char*>(&session_tag)));
}

Session::Session(Channel& channel, UniqueFd stream, SessionOptions options)
    : channel_(channel), jpeg_(options.offer.jpeg), clipboard_(options.offer.clipboard) {
    the_channel = &channel;
    rfbClientLog = log_line;
    rfbClientErr = log_line;
    if (clipboard_) rfbClientRegisterExtension(&clipboard_extension);
    rfbClientRegisterExtension(&pacing_extension);
    rfbClientRegisterExtension(&device_extension);  // the newest comes first in the list
    client_.reset(rfbGetClient(8, 3, 4));  // 8 bits a sample, 3 samples, 4 bytes: 32 bits a pixel
    if (!client_) throw std::bad_alloc();
    client_->format.redShift = 16;
    client_->format.greenShift = 8;
    client_->format.blueShift = 0;
    client_->format.depth = 24;
    client_->canHandleNewFBSize = TRUE;
    client_->appData.encodingsString = options.offer.raw_only ? "raw" : offered_pixels;
    client_->appData.compressLevel = compress_level;
    client_->appData.enableJPEG = FALSE;  // no quality level: every server stays lossless at first
    client_->appData.useRemoteCursor = TRUE;
    SetClientAuthSchemes(client_.get(), offered_security, std::size(offered_security));
    client_->appData.shareDesktop = options.shared ? TRUE : FALSE;
    client_->sock = stream.release();
    rfbClientSetClientData(client_.get(), const_cast<char*>(&session_tag), this);
    // Neither says that it had no memory, and without the list every security type is taken.
    const auto* tagged = rfbClientGetClientData(client_.get(), const_cast<char*>(&session_tag));
    if (!tagged || !client_->clientAuthSchemes) throw std::bad_alloc();
    set_callbacks();
}

// Trampolines. The library's types are C's, so each is a lambda without captures.
void Session::set_callbacks() {
    rfbClient& c = *client_;
    copy_bitmap_ = c.GotBitmap;
    copy_pixels_ = c.GotCopyRect;
    fill_ = c.GotFillRect;
    c.MallocFrameBuffer = [](rfbClient* client) -> rfbBool {
        return of(client).malloc_framebuffer() ? TRUE : FALSE;
    };
    c.GetPassword = [](rfbClient* client) { return of(client).get_password(); };
    c.SoftCursorLockArea = [](rfbClient* client, int, int, int, int) {
        of(client).channel_.before_drawing();
    };
    c.SoftCursorUnlockScreen = [](rfbClient*) {};
    c.GotBitmap = [](rfbClient* client, const uint8_t* buffer, int x, int y, int w, int h) {
        of(client).got_bitmap(buffer, {x, y, w, h});
    };
    c.GotFillRect = [](rfbClient* client, int x, int y, int w, int h, uint32_t colour) {
        of(client).channel_.before_drawing();
        of(client).fill_(client, x, y, w, h, colour);
    };
    c.GotFrameBufferUpdate = [](rfbClient* client, int x, int y, int w, int h) {
        of(client).rectangle_ended({x, y, w, h});
    };
    c.GotCopyRect = [](rfbClient* client, int from_x, int from_y, int w, int h, int x, int y) {
        of(client).copy_rect({from_x, from_y, w, h}, {x, y});
    };
    c.FinishedFrameBufferUpdate = [](rfbClient* client) { of(client).update_finished(); };
    c.GotCursorShape = [](rfbClient* client, int hot_x, int hot_y, int width, int height, int) {
        of(client).got_cursor(hot_x, hot_y, width, height);
    };
    c.HandleCursorPos = [](rfbClient*, int, int) -> rfbBool { return TRUE; };
    c.HandleKeyboardLedState = [](rfbClient* client, int bits, int) {
        of(client).channel_.tell(screen::Leds{leds_of(bits)});
    };
    c.Bell = [](rfbClient*) {};
}

bool Session::malloc_framebuffer() {
    const screen::DesktopSize size{client_->width, client_->height};
    if (!acceptable(size)) return fail("size_refused");
    if (size == size_) return true;  // a rectangle that repeats it changes nothing
    size_ = size;
    channel_.resize(size);
    loss_.reset(size);
    told_loss_ = {};
    client_->frameBuffer = reinterpret_cast<std::uint8_t*>(channel_.pixels());
    return true;
}

// libvncclient wipes and frees what it is given.
char* Session::get_password() {
    const Secret password = channel_.ask_password();
    if (password.empty()) {
        fail("password_missing");
        return nullptr;
    }
    const auto text = password.reveal().substr(0, password_bytes);
    auto* copy = static_cast<char*>(std::calloc(text.size() + 1, 1));
    if (copy) std::memcpy(copy, text.data(), text.size());
    return copy;
}

void Session::got_cursor(int hot_x, int hot_y, int width, int height) {
    // malloc'ed by libvncclient, hence aligned. An empty one has neither.
    const auto* source = reinterpret_cast<const std::uint32_t*>(client_->rcSource);
    const std::size_t count =
        width > 0 && height > 0 ? std::size_t(width) * std::size_t(height) : 0;
    std::vector<std::uint32_t> pixels(count);
    for (std::size_t i = 0; i < count; ++i)
        pixels[i] = client_->rcMask[i] ? 0xff000000u | source[i] : 0;
    channel_.cursor(width, height, hot_x, hot_y, pixels);
}

// libvncclient remembers a -258 rectangle: the server takes a certain message from now on. That is
// cleared here, so that it tells of the next update whether there was one, too: QEMU answers each
// question in an update of its own.
bool Session::was_answered() {
    auto& byte = client_->supportedMessages.client2server[rfbQemuEvent / 8];
    constexpr std::uint8_t bit = 1 << rfbQemuEvent % 8;
    const bool noted = byte & bit;
    byte &= static_cast<std::uint8_t>(~bit);
    return noted;
}

void Session::update_finished() {
    tell_loss();
    const bool answered = was_answered();
    if (answered && !std::exchange(extended_keys_told_, true))
        channel_.tell(screen::ExtendedKeys{});
    channel_.update_complete(answered ? 1 : 0);
}

bool Session::fail(screen::Cause cause) {
    if (!cause_) cause_ = cause;
    return false;
}

screen::Stopped Session::stopped() const {
    return {cause_.value_or(cause_of(*client_)), cut(client_->failureReason)};
}

// As rfbInitClient() does it, but for the first request, which main makes. From here on main writes
// every message: the library is told that the server takes none, so it makes none, and it refuses
// to write.
bool Session::shake_hands() {
    if (!InitialiseRFBConnection(client_.get())) return false;
    client_->width = client_->si.framebufferWidth;
    client_->height = client_->si.framebufferHeight;
    if (!malloc_framebuffer() || !SetFormatAndEncodings(client_.get())) return false;
    client_->supportedMessages = {};
    client_->receiveOnly = TRUE;
    // Main may offer it later, once it is known what the server means by it.
    if (client_->nOffered < MAX_ENCODINGS)
        client_->offered[client_->nOffered++] = static_cast<std::uint32_t>(encoding_alpha_cursor);
    if (jpeg_) client_->appData.enableJPEG = TRUE;
    return true;
}

// Waits for the next message, and lets main see that nothing is owed meanwhile; not if libvncclient
// has read some of it already. recv(2) with MSG_PEEK waits: poll(2) fails with a limit of 0
// descriptors.
bool Session::rest() {
    if (client_->buffered > 0) return true;
    channel_.now(screen::Activity::resting);
    char first = 0;
    while (recv(client_->sock, &first, 1, MSG_PEEK) < 0 && errno == EINTR) {
    }
    channel_.now(screen::Activity::working);
    return true;
}

// The clipboard is not libvncclient's: it knows no notice and no request, and a text that is too
// long ends its connection. The first byte of a message says which it is.
bool Session::handle_message() {
    char type = 0;
    if (client_->buffered > 0)
        type = *client_->bufoutptr;
    else if (recv(client_->sock, &type, 1, MSG_PEEK) != 1)
        return HandleRFBServerMessage(client_.get());
    return type == rfbServerCutText ? handle_cut_text() : HandleRFBServerMessage(client_.get());
}

bool Session::read_over(std::uint32_t bytes) {
    std::array<char, 4096> scrap;
    while (bytes > 0) {
        const auto piece = std::min<std::uint32_t>(bytes, scrap.size());
        if (!ReadFromRFBServer(client_.get(), scrap.data(), piece)) return false;
        bytes -= piece;
    }
    return true;
}

// A length below zero is that of an extended clipboard, which has to have been offered.
bool Session::handle_cut_text() {
    std::array<std::uint8_t, 8> head;
    if (!ReadFromRFBServer(client_.get(), reinterpret_cast<char*>(head.data()), head.size()))
        return false;
    const std::uint32_t length = std::uint32_t{head[4]} << 24 | std::uint32_t{head[5]} << 16 |
                                 std::uint32_t{head[6]} << 8 | head[7];
    const bool extended = length >> 31 != 0;
    if (extended && !clipboard_) return false;
    const std::uint32_t size = extended ? 0 - length : length;
    const std::size_t most = extended ? max_extended_bytes : screen::max_clipboard_bytes;
    if (!clipboard_ || size > most) {
        if (!read_over(size)) return false;
        if (clipboard_) tell_clipboard(TooLarge{});
        return true;
    }
    std::vector<std::uint8_t> bytes(size);
    // Without a place for it libvncclient fails, though there is nothing to read.
    if (size > 0 && !ReadFromRFBServer(client_.get(), reinterpret_cast<char*>(bytes.data()), size))
        return false;
    const auto said = extended ? extended_text(bytes) : std::optional(latin1_text(bytes));
    if (said) tell_clipboard(*said);
    return said.has_value();
}

void Session::tell_clipboard(const CutText& said) {
    if (std::holds_alternative<TooLarge>(said)) channel_.tell(screen::ClipboardLeftOut{});
    if (const auto* signal = std::get_if<ClipboardSignal>(&said))
        channel_.tell(screen::ClipboardSignalled{signal->action});
    if (const auto* caps = std::get_if<ClipboardCaps>(&said))
        if (std::exchange(told_caps_, *caps) != *caps)
            channel_.tell(screen::ClipboardOffered{caps->actions, caps->most});
    if (const auto* text = std::get_if<std::string>(&said)) channel_.tell_text(*text);
}

screen::Stopped Session::run() {
    if (!shake_hands()) return stopped();
    channel_.tell(screen::Ready{cut(client_->desktopName)});
    while (rest() && handle_message() && !cause_) {
    }
    return stopped();
}

}  // namespace ecsview::rfb
