// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/client_clipboard.h"

#include <zlib.h>

#include <stdexcept>
#include <string>

#include "base/utf8.h"
#include "rfb/big_endian.h"
#include "screen/server_clipboard.h"

namespace ecsview::rfb {
namespace {

using namespace screen;

std::string number(std::uint32_t value) {
    std::string out;
    put32(out, value);
    return out;
}

// Type, padding, length; a length below zero says that it is an extended clipboard.
std::string head(std::uint32_t length) {
    return std::string("\6\0\0\0", 4) + number(length);
}

std::string extended(std::uint32_t flags, std::string_view data = {}) {
    const auto size = static_cast<std::uint32_t>(4 + data.size());
    return head(0 - size) + number(flags) + std::string(data);
}

std::string deflated(const std::string& data) {
    uLongf size = compressBound(data.size());
    std::string out(size, '\0');
    if (compress2(reinterpret_cast<Bytef*>(out.data()), &size,
                  reinterpret_cast<const Bytef*>(data.data()), data.size(), Z_BEST_SPEED) != Z_OK)
        throw std::bad_alloc();
    out.resize(size);
    return out;
}

// As the registry has it: CR and LF, and a NUL at the end.
std::string wire_text(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 1);
    for (const char c : text) {
        if (c == '\n') out += '\r';
        if (c != '\0') out += c;
    }
    return out + '\0';
}

}  // namespace

std::size_t provided_bytes(std::string_view text) {
    return wire_text(text).size();
}

ClientMessage latin1_cut_text(std::string_view text) {
    std::string latin1;
    while (const auto c = utf8_next(text))
        if (*c != 0) latin1 += *c <= 0xff ? static_cast<char>(*c) : '?';
    return {MessageKind::text, head(static_cast<std::uint32_t>(latin1.size())) + latin1};
}

ClientMessage clipboard_capabilities(std::uint32_t actions) {
    return {MessageKind::ordered, extended(clipboard_caps | actions | clipboard_text, number(0))};
}

ClientMessage clipboard_notice(bool text) {
    return {MessageKind::ordered, extended(clipboard_notify | (text ? clipboard_text : 0))};
}

ClientMessage clipboard_request() {
    return {MessageKind::ordered, extended(screen::clipboard_request | clipboard_text)};
}

ClientMessage clipboard_provision(std::string_view text) {
    const std::string data = wire_text(text);
    return {MessageKind::text,
            extended(clipboard_provide | clipboard_text,
                     deflated(number(static_cast<std::uint32_t>(data.size())) + data))};
}

}  // namespace ecsview::rfb
