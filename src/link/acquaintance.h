// SPDX-License-Identifier: GPL-2.0-or-later
// What is known of a console from the last time, which decides when the decoder's words are said
// for it (link/tunnel/foreword.h). A console that took it amiss is spoken to in turn the next time,
// and after the second time for good: some may not take early bytes, and one that has a password
// now looks the same. Pure; connection thread.
#pragma once

#include <string>
#include <string_view>

#include "link/tunnel/foreword.h"

namespace ecsview::link {

class Acquaintance {
public:
    // `of_platform`: it is QEMU, which takes early bytes.
    Foresay foresay(bool of_platform) const;
    // Its server slows down when nothing happens, as QEMU does, and is to be woken.
    bool keep_awake() const { return keep_awake_; }

    // A handshake is over. `plain`: it was RFB 3.8 with security type None; `foresaid`: the words
    // were said at once. True: something new is known.
    bool greeted(bool plain, bool keep_awake, bool foresaid);
    // It ended, or went on otherwise, after words were said for the decoder.
    void taken_amiss();

    // Between processes, in a line. What is not one of ours changes nothing.
    std::string text() const;
    void read(std::string_view text);

private:
    bool plain_ = false, keep_awake_ = false;
    int amiss_ = 0;  // since it last took the words at once; at most most_amiss
};

}  // namespace ecsview::link
