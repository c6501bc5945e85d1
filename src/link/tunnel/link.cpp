// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/link.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace ecsview::link {
namespace {

// All that a handshake of ours has is 150 bytes; a decoder that writes more than this in all, sent
// on or not, is not ours any more.
constexpr std::size_t max_handshake_bytes = 1024;
// What it writes later is read and dropped, so much of it in one turn: the loop has others to
// serve.
constexpr std::size_t drop_bytes = 65536;

}  // namespace

void let_go(lws* wsi) {
    if (!wsi) return;
    lws_set_opaque_user_data(wsi, nullptr);
    lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}

// --- the decoder's end ---------------------------------------------------------------------------

void DecoderEnd::adopt(lws* wsi, int fd) {
    wsi_ = wsi;
    fd_ = fd;
}

void DecoderEnd::forget() {
    wsi_ = nullptr;
    fd_ = -1;
}

bool DecoderEnd::flush() {
    std::size_t done = 0;
    while (done < waiting_.size()) {
        const auto size = ::send(fd_, waiting_.data() + done, waiting_.size() - done,
                                 MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno != EAGAIN) return false;
        if (size < 0) break;
        done += static_cast<std::size_t>(size);
    }
    waiting_.erase(0, done);
    if (waits()) lws_callback_on_writable(wsi_);
    return true;
}

bool DecoderEnd::unread() const {
    int unread = 0;
    if (wsi_) ioctl(fd_, SIOCOUTQ, &unread);
    return unread > 0 || waits();
}

void DecoderEnd::finish() const {
    shutdown(fd_, SHUT_WR);
}

// After the handshake the decoder has nothing to say; what it writes then is read and dropped, so
// that it can neither talk to the server nor block.
DecoderEnd::Heard DecoderEnd::listen(bool handshake) {
    std::array<char, 4096> buffer;
    for (std::size_t left = drop_bytes; left > 0;) {
        const auto size = recv(fd_, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) break;
        if (size == 0) return Heard::gone;
        left -= std::min(left, static_cast<std::size_t>(size));
        if (!handshake) continue;
        said_ += static_cast<std::size_t>(size);
        if (said_ > max_handshake_bytes) return Heard::too_much;
        handshake_ += foreword_.heard({buffer.data(), static_cast<std::size_t>(size)});
        if (foreword_.wrong()) return Heard::other_words;
    }
    return Heard::nothing_wrong;
}

std::string DecoderEnd::take_handshake(std::size_t limit) {
    std::string bytes = handshake_.substr(0, limit);
    handshake_.erase(0, bytes.size());
    return bytes;
}

// --- the link ------------------------------------------------------------------------------------

Link::~Link() {
    hold(false);
    for (auto* timer : {&dial_timer, &look_timer, &pace_timer}) lws_sul_cancel(&timer->entry);
    for (lws* wsi : {server.dialing, server.wsi, decoder.wsi()}) let_go(wsi);
}

Liveness::View Link::view() const {
    return {line_->activity(), held_, decoder.unread()};
}

void Link::hold(bool held) {
    if (std::exchange(held_, held) == held) return;
    if (has_server()) lws_rx_flow_control(server.wsi, held ? 0 : 1);
}

void Link::forget(lws* wsi) {
    if (server.dialing == wsi) server.dialing = nullptr;
    if (server.wsi == wsi) server.wsi = nullptr;
    if (decoder.wsi() == wsi) decoder.forget();
}

}  // namespace ecsview::link
