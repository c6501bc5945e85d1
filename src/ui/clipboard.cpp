// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/clipboard.h"

#include <utility>

#include "base/language.h"
#include "rfb/client_clipboard.h"

namespace ecsview::ui {
namespace {

using namespace screen;

constexpr std::string_view too_large = tr_later("A clipboard of more than 1 MiB was left out.");

}  // namespace

void Clipboard::begin_session(const ServerClipboard& told) {
    heard_ = {};
    if (passed_over_.session == told.session) heard_ = passed_over_;
    heard_.session = told.session;
    heard_.actions = 0;
    heard_.settled = false;
}

Messages Clipboard::hear(const ServerClipboard& told, bool live) {
    Messages out;
    const bool began = live && (!live_ || told.session != heard_.session);
    live_ = live;
    if (!live) return out;
    if (began) begin_session(told);
    if (told.actions != heard_.actions && told.actions != 0) {
        // Also while it is closed, for they are told once; what comes then is left where it is.
        const std::uint32_t ours = (ways_.in ? clipboard_notify | clipboard_provide : 0u) |
                                   (ways_.out ? clipboard_request | clipboard_peek : 0u);
        out.push_back(rfb::clipboard_capabilities(ours));
    }
    const bool learned = told.actions != heard_.actions;
    // A server that has no extended clipboard does not say so.
    const bool has_none = told.actions == 0 && told.settled && !heard_.settled;
    answer(told, out);
    heard_ = told;
    if (ours_ && (learned || has_none))
        for (auto& message : announce()) out.push_back(std::move(message));
    return out;
}

void Clipboard::answer(const ServerClipboard& told, Messages& out) {
    if (lets_in()) {
        if (told.notices != heard_.notices && told.actions & clipboard_request)
            out.push_back(rfb::clipboard_request());
        if (told.texts != heard_.texts && told.text) {
            from_server_ = *told.text;
            arrived_ = told.text;
        }
        if (told.left_out != heard_.left_out) news_ = tr(too_large);
    }
    if (!lets_out() || !ours_) return;
    if (told.peeks != heard_.peeks) out.push_back(rfb::clipboard_notice(!ours_->empty()));
    if (told.requests != heard_.requests) out.push_back(rfb::clipboard_provision(*ours_));
}

Messages Clipboard::announce() {
    if (!live_ || !lets_out() || !ours_) return {};
    if (!extended() && !heard_.settled) return {};
    if (!extended()) return {rfb::latin1_cut_text(*ours_)};
    if (heard_.actions & clipboard_notify) return {rfb::clipboard_notice(!ours_->empty())};
    if (rfb::provided_bytes(*ours_) <= heard_.most) return {rfb::clipboard_provision(*ours_)};
    news_ = tr("A clipboard of more than the server takes was left out.");
    return {};
}

Messages Clipboard::offer(const std::string& text) {
    if (!lets_out() || text == ours_ || text == from_server_ || (text.empty() && !ours_)) return {};
    from_server_.reset();
    if (text.size() > max_clipboard_bytes) {
        if (!std::exchange(told_large_, true)) news_ = tr(too_large);
        return {};
    }
    told_large_ = false;
    ours_ = text;
    return announce();
}

}  // namespace ecsview::ui
