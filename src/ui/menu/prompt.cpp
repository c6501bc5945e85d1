// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/prompt.h"

#include <algorithm>

#include "base/utf8.h"

namespace ecsview::ui {
namespace {

bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0) == 0x80;
}

}  // namespace

void Prompt::type(std::string_view utf8) {
    while (!utf8.empty()) {
        const std::size_t size = utf8_sequence_size(utf8);
        const auto lead = static_cast<unsigned char>(utf8.front());
        const bool control = size == 1 && (lead < 0x20 || lead == 0x7f);
        if (size > 0 && !control) {
            if (line_.size() + size > max_bytes) return;
            line_.append(utf8.substr(0, size));
        }
        utf8.remove_prefix(size ? size : 1);
    }
}

void Prompt::backspace() {
    std::size_t size = line_.size();
    while (size > 0 && continues(line_[size - 1])) --size;
    if (size > 0) --size;
    wipe(line_.data() + size, line_.size() - size);
    line_.resize(size);
}

void Prompt::clear() noexcept {
    wipe(line_);
}

Secret Prompt::take() {
    Secret secret{std::string(line_)};
    clear();
    return secret;
}

std::size_t Prompt::characters() const noexcept {
    return static_cast<std::size_t>(
        std::count_if(line_.begin(), line_.end(), [](char byte) { return !continues(byte); }));
}

}  // namespace ecsview::ui
