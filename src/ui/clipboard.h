// SPDX-License-Identifier: GPL-2.0-or-later
// Brings the clipboard of this machine and the server's together: what is told to the server, and
// which of its texts is ours now. A text of ours is announced only while the window has the
// keyboard; a server without an extended clipboard gets it whole, in Latin-1. Pure; ui thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "screen/server_clipboard.h"
#include "ui/input/keyboard.h"

namespace ecsview::ui {

// --clipboard: from the guest, to the guest.
struct ClipboardWays {
    bool in = false, out = false;
    bool operator==(const ClipboardWays&) const = default;
};

class Clipboard {
public:
    explicit Clipboard(ClipboardWays ways) : ways_(ways) {}

    // Nothing passes any more (view only), or it does again.
    void set_closed(bool closed) { closed_ = closed; }
    bool lets_in() const { return ways_.in && !closed_; }
    bool lets_out() const { return ways_.out && !closed_; }

    // What a session had told before somebody came to look at it: that is no news any more.
    void pass_over(const screen::ServerClipboard& told) { passed_over_ = told; }
    // The newest that is known of the server's; `live`: a session is there. The answers to it.
    Messages hear(const screen::ServerClipboard& told, bool live);
    // The local clipboard, looked at while the window has the keyboard. Nothing if it is not new.
    Messages offer(const std::string& text);

    // What is to be the local clipboard now; once.
    std::shared_ptr<const std::string> take_text() { return std::exchange(arrived_, nullptr); }
    // Words for the person about what was left out; once.
    std::optional<std::string> take_news() { return std::exchange(news_, std::nullopt); }

private:
    void begin_session(const screen::ServerClipboard& told);
    void answer(const screen::ServerClipboard& told, Messages& out);
    Messages announce();
    bool extended() const { return heard_.actions != 0; }

    const ClipboardWays ways_;
    bool closed_ = false;
    screen::ServerClipboard heard_, passed_over_;
    bool live_ = false;
    std::optional<std::string> ours_;  // as it was announced, or will be when there is a session
    std::shared_ptr<const std::string> arrived_;
    std::optional<std::string> from_server_;  // is not announced back
    std::optional<std::string> news_;
    bool told_large_ = false;  // of the local text that is there now
};

}  // namespace ecsview::ui
