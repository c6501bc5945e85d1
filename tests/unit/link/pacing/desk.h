// SPDX-License-Identifier: GPL-2.0-or-later
// A Pacing with what happens to it, and the messages that it is expected to send.
#pragma once

#include <gtest/gtest.h>

#include "link/pacing/pacing.h"

namespace ecsview::link {

using namespace std::chrono_literals;

constexpr screen::DesktopSize size{640, 480};
constexpr std::uint32_t fence_request = 1u << 31;

inline std::string request(bool incremental, int width = 640, int height = 480) {
    return rfb::framebuffer_update_request(incremental, {0, 0, width, height}).bytes;
}

inline std::string list(bool with_cursor = true) {
    return rfb::set_encodings({}, with_cursor).bytes;
}

inline std::string quick_list() {
    return rfb::set_encodings({}, true, {.level = rfb::quick_level}).bytes;
}

inline std::string jpeg_list() {
    return rfb::set_encodings({}, true, {.quality = rfb::fine_quality}).bytes;
}

inline std::string request_of(const screen::DesktopRect& area) {
    return rfb::framebuffer_update_request(false, area).bytes;
}

inline std::string alpha_list() {
    return rfb::set_encodings({.alpha_cursor = true}, true).bytes;
}

struct Desk {
    explicit Desk(bool pings = false, rfb::Offer offer = {}) : pacing(offer, pings) {
        pacing.resized(size);
        pacing.live();
    }
    // What goes out now, joined; a ping is a P.
    std::string turn(bool waits = false) {
        auto turn = pacing.due(now, waits);
        std::string out = turn.ping ? "P" : "";
        for (const auto& message : turn.messages) out += message.bytes;
        return out;
    }
    void answer_handshake() {
        pacing.answered(now);
        pacing.updated(false, now);
    }
    void picture() {
        pacing.received(1, now);
        pacing.updated(true, now);
    }
    // A large picture, each time a second later, at once: it is a wide line.
    void large_pictures() {
        for (int i = 0; i < 4; ++i) {
            now += 1s;
            pacing.received(100'000, now);
        }
    }
    // Half a second of it on 4 Mbit/s.
    void thin_picture() {
        now += 1s;
        for (int i = 0; i < 100; ++i, now += 5ms) pacing.received(2500, now);
        pacing.updated(true, now);
    }
    // What JPEG drew, or what is left of it.
    void lossy(const screen::DesktopRect& area, bool came) {
        pacing.lossy({area, came}, now);
        picture();
    }
    // Far away, with a question that was answered once.
    void go_far() {
        turn();
        answer_handshake();
        picture();
        EXPECT_EQ(turn(), request(true) + list());
        now += 200ms;
        pacing.answered(now);
    }

    Pacing pacing;
    Pacing::TimePoint now{1h};
};

}  // namespace ecsview::link
