// SPDX-License-Identifier: GPL-2.0-or-later
// The handshake of RFB takes four round trips when each side waits for the other, and one when all
// that the client will say goes at once. The decoder waits, for it is libvncclient; so the pump
// says its words before it does, and swallows them when the decoder says the same. Other words than
// what was said for it mean that the console is not what it was: the link is of no use then. Pure;
// pump thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ecsview::link {

// When the decoder's words are said for it.
enum class Foresay {
    nothing,       // each word is its own
    after_choice,  // once it has chosen None, which the server has offered
    at_once,       // when the link opens
};

class Foreword {
public:
    Foreword() = default;
    // `words`: what it will say; `choice`: up to where None is chosen in them; `then`: what follows
    // them, and is never the decoder's.
    Foreword(Foresay when, std::string words, std::size_t choice, std::string then);

    // The link has opened: what the server gets.
    std::string opening();
    // The decoder has said this: what the server gets.
    std::string heard(std::string_view bytes);

    // What follows the words was sent, too.
    bool spoken() const { return spoken_; }
    // The decoder says something else than what was said for it.
    bool wrong() const { return wrong_; }
    // It has said all of the words and nothing else, so a server like this can be told them at
    // once.
    bool borne_out() const {
        return !other_ && !wrong_ && !words_.empty() && said_ == words_.size();
    }

private:
    std::string rest();

    Foresay when_ = Foresay::nothing;
    std::string words_, then_;
    std::size_t choice_ = 0;
    std::size_t said_ = 0, sent_ = 0;  // by the decoder, to the server
    bool spoken_ = false, wrong_ = false;
    bool other_ = false;  // it speaks another way, and nothing was said for it
};

}  // namespace ecsview::link
