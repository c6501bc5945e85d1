// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/foreword.h"

#include <algorithm>
#include <utility>

namespace ecsview::link {

Foreword::Foreword(Foresay when, std::string words, std::size_t choice, std::string then)
    : when_(when), words_(std::move(words)), then_(std::move(then)), choice_(choice) {}

std::string Foreword::opening() {
    return when_ == Foresay::at_once && !other_ ? rest() : std::string();
}

std::string Foreword::rest() {
    spoken_ = true;
    return words_.substr(std::exchange(sent_, words_.size())) + then_;
}

std::string Foreword::heard(std::string_view bytes) {
    const auto known = other_ ? std::string_view() : std::string_view(words_).substr(said_);
    const auto same = static_cast<std::size_t>(
        std::mismatch(bytes.begin(), bytes.end(), known.begin(), known.end()).first -
        bytes.begin());
    said_ += same;
    const bool other = same < bytes.size();
    wrong_ = wrong_ || (spoken_ && other);
    if (spoken_) return {};
    std::string out(bytes);
    sent_ = said_;
    other_ = other_ || other;
    if (when_ == Foresay::after_choice && !other_ && said_ >= choice_) out += rest();
    return out;
}

}  // namespace ecsview::link
