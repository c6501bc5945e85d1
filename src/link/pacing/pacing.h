// SPDX-License-Identifier: GPL-2.0-or-later
// When the next picture is asked for. It alone decides: libvncclient's own requests are patched
// out. Near the server, and where it answers no question, one request follows each update. Far from
// it, requests go in pairs with a question that the server answers in turn with its pixels, a
// window of them at a time; and where the server paces itself (ContinuousUpdates), none goes at
// all. While the screen rests exactly one request is out, no question and no timer. Pure: times are
// passed in; the pump asks it at the times it is told, and sends.
//
// The question is what the server was seen to answer: its own Fence; QEMU's -258 rectangle, which
// each SetEncodings brings; a websocket ping, which only the next proxy answers.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "link/pacing/compression.h"
#include "link/pacing/quality.h"
#include "link/pacing/window.h"
#include "rfb/client_messages.h"
#include "rfb/offer.h"
#include "screen/geometry.h"
#include "screen/messages.h"

namespace ecsview::link {

enum class Question { fence, encodings, ping, none };

class Pacing {
public:
    using TimePoint = Window::TimePoint;
    using Duration = Window::Duration;

    // `pings`: the link has websocket pings.
    Pacing(rfb::Offer offer, bool pings) : offer_(offer), quality_(offer.jpeg) {
        usable(Question::ping) = pings;
    }

    // --- what happened ---
    // The size is known or has changed; before live() nothing is sent.
    void resized(screen::DesktopSize size);
    // The handshake is over. `asked`: the whole screen was asked for ahead of that.
    void live(bool asked = false);
    // Bytes of RFB came; the decoder may not have them yet.
    void received(std::size_t bytes, TimePoint now);
    // The decoder takes no more for now, so the server may send none.
    void held() {
        compression_.held();
        quality_.held();
    }
    // An update has come whole and was handed to the window; `pixels`: it changed the picture.
    void updated(bool pixels, TimePoint now);
    // A -258 rectangle was read. The server may invent some: nothing comes of those.
    void answered(TimePoint now);
    // A pong to a ping of ours.
    void ponged(TimePoint now);
    // The server sent a Fence: a question, or the answer to ours.
    void fenced(std::uint32_t flags, std::string_view data, TimePoint now);
    // The server sent EndOfContinuousUpdates: it has them.
    void continuous_ended();
    // A pixel is asked for, to see whether the link lives: the update that brings it is no change
    // of the guest's.
    void pixel_asked() { pixel_ = Pixel::asked; }
    // A guest's cursor came.
    void cursor_came() { ++cursors_; }
    // Told before the update that it is about.
    void lossy(const screen::Lossy& loss, TimePoint now) {
        quality_.lossy(loss.area, loss.came, now);
    }
    // A person did something: changes will follow.
    void input(TimePoint now);

    // --- what to do ---
    struct Turn {
        std::vector<rfb::ClientMessage> messages;
        bool ping = false;  // one that ponged() is to be told of
    };
    // `waits`: the decoder has bytes or pictures that are not taken yet.
    Turn due(TimePoint now, bool waits);
    // When due() wants to be called again; nothing: not before something happens.
    std::optional<TimePoint> next(TimePoint now) const;

    // Whether input() would change what is due.
    bool minds_input() const { return far() || quality_.minds_input(); }

    Question question() const;
    const Window& window() const { return window_; }

private:
    bool& usable(Question question) { return usable_[static_cast<std::size_t>(question)]; }
    bool far() const;
    bool followed_soon() const;
    bool wants_pair() const { return !asked_ || open_; }
    std::optional<TimePoint> next_request(TimePoint now) const;
    std::optional<TimePoint> dead_at() const;
    rfb::ClientMessage request(bool incremental) const;
    void start(Turn& turn);
    void follow(Turn& turn, TimePoint now);
    void mend(Turn& turn, const screen::DesktopRect& part, TimePoint now);
    bool spared();
    void ask(Turn& turn, bool with_question, TimePoint now);
    void add_question(Turn& turn, rfb::ClientMessage& pair, TimePoint now);
    rfb::ClientMessage list(TimePoint now);
    rfb::Packing wanted_packing() const { return {compression_.level(), quality_.level()}; }
    bool list_is_due() const {
        return alpha_due_ || (!offer_.raw_only && packing_ != wanted_packing());
    }
    void give_up_question();
    void answer_came(Question question, TimePoint now);
    void count_cursors();

    rfb::Offer offer_;
    bool alpha_due_ = false;  // the server may be offered the cursor with alpha, and was not
    screen::DesktopSize size_;
    bool live_ = false;
    bool whole_due_ = false;  // the whole screen is to be asked for
    bool asked_ = false;      // a request went out after the last update had come
    bool continuous_ = false, enabled_ = false;
    std::array<bool, 3> usable_{}, given_up_{};  // by Question: seen to be answered; no more
    std::vector<rfb::ClientMessage> replies_;

    enum class Pixel { none, asked, came };
    Pixel pixel_ = Pixel::none;  // of pixel_asked(), until a request has followed it

    Compression compression_;
    Quality quality_;
    rfb::Packing packing_;  // that the server was told
    Window window_;
    Question asking_ = Question::none;     // what the window's questions are
    bool open_ = false;                    // the window is used: changes follow each other
    std::optional<TimePoint> still_from_;  // a question since which nothing has changed
    TimePoint heard_{};                    // anything came
    std::optional<TimePoint> last_answer_, bytes_after_it_;

    // A cursor that comes with each answer is dear: the list goes without it, but now and then.
    int cursors_ = 0, dear_answers_ = 0;
    bool dear_ = false, lean_ = false;  // lean_: the list the server has now is without
    TimePoint whole_list_{};
};

}  // namespace ecsview::link
