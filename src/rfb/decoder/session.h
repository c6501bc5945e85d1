// SPDX-License-Identifier: GPL-2.0-or-later
// One RFB session in libvncclient: the handshake, then server messages until the stream ends. The
// only user of libvncclient. Decoder process only, its one thread; it owns the rfbClient.
#pragma once

#include <rfb/rfbclient.h>

#include <memory>
#include <optional>
#include <string>

#include "base/unique_fd.h"
#include "rfb/decoder/channel.h"
#include "rfb/decoder/cut_text.h"
#include "rfb/decoder/loss.h"
#include "rfb/offer.h"

namespace ecsview::rfb {

struct SessionOptions {
    bool shared = true;  // ClientInit: false throws other clients out (RFC 6143, 7.3.1)
    Offer offer;
};

class Session {
public:
    Session(Channel& channel, UniqueFd stream, SessionOptions options);

    // Returns when the stream has ended or cannot be understood any more.
    screen::Stopped run();

private:
    struct Free {
        void operator()(rfbClient* client) const noexcept { rfbClientCleanup(client); }
    };

    static Session& of(rfbClient* client);
    void set_callbacks();
    bool shake_hands();
    bool malloc_framebuffer();
    char* get_password();
    void got_bitmap(const std::uint8_t* buffer, const screen::DesktopRect& rect);
    void rectangle_ended(const screen::DesktopRect& rect);
    void clear_padding(const screen::DesktopRect& rect);
    void copy_rect(const screen::DesktopRect& from, screen::DesktopPoint to);
    void tell_loss();
    void got_cursor(int hot_x, int hot_y, int width, int height);
    bool was_answered();
    void update_finished();
    bool rest();
    bool handle_message();
    bool handle_cut_text();
    bool read_over(std::uint32_t bytes);
    void tell_clipboard(const CutText& said);
    bool fail(screen::Cause cause);  // keeps the first; always false
    screen::Stopped stopped() const;

    Channel& channel_;
    std::unique_ptr<rfbClient, Free> client_;
    GotBitmapProc copy_bitmap_ = nullptr;  // libvncclient's own, as the one below
    GotFillRectProc fill_ = nullptr;
    GotCopyRectProc copy_pixels_ = nullptr;
    screen::DesktopSize size_;
    std::optional<screen::Cause> cause_;  // that libvncclient does not know
    bool extended_keys_told_ = false;
    Loss loss_;
    screen::DesktopRect told_loss_;
    bool jpeg_came_ = false;         // in this update
    bool copies_loss_ = false;       // the rectangle that is being drawn
    const bool jpeg_;                // is taken
    const bool clipboard_;           // texts may pass
    ClipboardCaps told_caps_{0, 0};  // QEMU repeats them with each answer
};

}  // namespace ecsview::rfb
