// SPDX-License-Identifier: GPL-2.0-or-later
// Which keys are down in the guest, and the messages that make it so. A release always repeats the
// numbers of its press, whatever the modifiers are by then. Pure; ui thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "rfb/client_messages.h"

namespace ecsview::ui {

// One key press as SDL reports it; scancode, keycode and mods are SDL's numbers.
struct KeyPress {
    int scancode = 0;
    std::int32_t keycode = 0;
    unsigned mods = 0;  // with this key's own effect
    char32_t text = 0;  // the character that the press produced, 0: none
    bool repeat = false;
    std::uint32_t keysym = 0;  // what the system says that the key means; 0: it says nothing
};

using Messages = std::vector<rfb::ClientMessage>;

// One key event, with the scancode where the server takes them (`qnum` is not 0).
rfb::ClientMessage key_message(bool down, std::uint32_t keysym, std::uint32_t qnum);

class Keyboard {
public:
    // A repeat is one more press, as a keyboard sends it, if the key is down in the guest; a repeat
    // of a key that was let go meanwhile (a hotkey, a lost focus) is nothing.
    Messages press(const KeyPress& key, bool extended);
    Messages release(int scancode);
    // Lets go of everything, the last pressed first: focus lost, a hotkey taken, the end.
    Messages release_all();
    // The connection is gone, and the keys with it: nothing to send.
    void forget() { held_.clear(); }

    // Characters that no key press produced (an input method, a compose sequence).
    static Messages type(std::string_view utf8);
    // Keys that are pressed in this order and let go in the reverse, whatever is down here.
    static Messages chord(std::span<const int> scancodes, bool extended);
    // One press and release of Caps Lock or Num Lock for each lamp that differs; `leds` as in
    // screen::ConsoleState, `mods` SDL's.
    static Messages sync_locks(std::uint8_t leds, unsigned mods, bool extended);

    bool any_down() const { return !held_.empty(); }

private:
    struct Held {
        int scancode;
        std::uint32_t keysym;
        std::uint32_t qnum;   // 0: sent as a plain key event
        bool level3 = false;  // AltGr that was let go to send a third-level character
    };

    std::uint32_t printable_keysym(const KeyPress& key);
    std::uint32_t keysym_of_press(const KeyPress& key);
    void drop_level3(const KeyPress& key, std::uint32_t keysym, Messages& out);
    std::optional<std::size_t> find(int scancode) const;

    std::vector<Held> held_;  // at most one entry a scancode, in the order of the presses
    bool text_seen_ = false;  // this system reports text for its keys
};

}  // namespace ecsview::ui
