// SPDX-License-Identifier: GPL-2.0-or-later
// One paste: a text that becomes key presses. Asks first where that is wise, types, and says how
// far it is. It ends by itself, by cancel(), or is dropped: no key stays down in the guest, for
// what it sends is whole each time. ui thread; `send` only queues.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/secret.h"
#include "screen/console_state.h"
#include "screen/mailbox.h"
#include "typing/typist.h"
#include "ui/menu/question.h"

namespace ecsview::ui {

// The picture as it is now, for what changes to be seen.
struct Shown {
    std::shared_ptr<const screen::Framebuffer> framebuffer;
    screen::DesktopSize size;
};

class Pasting {
public:
    using TimePoint = typing::Typist::TimePoint;
    using Send = std::function<void(rfb::ClientMessage)>;

    Pasting(Secret text, typing::Layout layout, const screen::ConsoleState& state, Shown shown,
            Send send);

    // What is asked now; none: it types, or it is over.
    Question* question() { return question_ ? &*question_ : nullptr; }
    const Question* question() const { return question_ ? &*question_ : nullptr; }
    void answer(std::size_t number, TimePoint now);

    void look(const screen::PictureUpdate& update, TimePoint now);
    void act(TimePoint now);
    std::optional<TimePoint> due() const;
    void cancel(const std::string& why);

    // How far it is, for a person; when it is over, how that came about.
    std::string words() const;
    bool begun() const { return typist_.has_value(); }
    bool over() const { return over_; }

private:
    void ask();
    void begin(typing::Missing how);
    void ask_about_echo();
    typing::Plan plan(typing::Missing how) const;
    std::string typed() const;

    const Secret text_;
    const typing::Layout layout_;
    const bool extended_;
    const std::optional<std::uint8_t> leds_;
    const screen::OsType os_;
    Shown shown_;
    const Send send_;

    std::optional<Question> question_;
    std::vector<typing::Missing> answers_;  // to the first question, but for the last one
    std::optional<typing::Typist> typist_;
    bool over_ = false;
    std::string why_;
};

}  // namespace ecsview::ui
