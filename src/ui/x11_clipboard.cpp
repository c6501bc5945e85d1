// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/x11_clipboard.h"

#include <SDL_config.h>

#ifdef SDL_VIDEO_DRIVER_X11
#include <poll.h>
#include <stdlib.h>
#include <xcb/xcb.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <optional>

#include "base/utf8.h"
#include "ui/picture/xcb_library.h"
#endif

namespace ecsview::ui {

#ifdef SDL_VIDEO_DRIVER_X11

namespace {

using namespace std::chrono;
using Clock = steady_clock;

// A paste waits for it.
constexpr milliseconds patience{1000}, patience_for_all{5000};

struct Xcb {
    decltype(&xcb_connect) connect;
    decltype(&xcb_disconnect) disconnect;
    decltype(&xcb_connection_has_error) has_error;
    decltype(&xcb_get_setup) get_setup;
    decltype(&xcb_setup_roots_iterator) roots;
    decltype(&xcb_get_file_descriptor) descriptor;
    decltype(&xcb_flush) flush;
    decltype(&xcb_poll_for_event) poll_for_event;
    decltype(&xcb_generate_id) generate_id;
    decltype(&xcb_intern_atom) intern_atom;
    decltype(&xcb_intern_atom_reply) intern_atom_reply;
    decltype(&xcb_create_window) create_window;
    decltype(&xcb_destroy_window) destroy_window;
    decltype(&xcb_get_selection_owner) get_owner;
    decltype(&xcb_get_selection_owner_reply) get_owner_reply;
    decltype(&xcb_convert_selection) convert;
    decltype(&xcb_get_property) get_property;
    decltype(&xcb_get_property_reply) get_property_reply;
    decltype(&xcb_get_property_value) value;
    decltype(&xcb_get_property_value_length) value_length;

    bool load() {
        const XcbLibrary library;
        return library.find(connect, "xcb_connect") && library.find(disconnect, "xcb_disconnect") &&
               library.find(has_error, "xcb_connection_has_error") &&
               library.find(get_setup, "xcb_get_setup") &&
               library.find(roots, "xcb_setup_roots_iterator") &&
               library.find(descriptor, "xcb_get_file_descriptor") &&
               library.find(flush, "xcb_flush") &&
               library.find(poll_for_event, "xcb_poll_for_event") &&
               library.find(generate_id, "xcb_generate_id") &&
               library.find(intern_atom, "xcb_intern_atom") &&
               library.find(intern_atom_reply, "xcb_intern_atom_reply") &&
               library.find(create_window, "xcb_create_window") &&
               library.find(destroy_window, "xcb_destroy_window") &&
               library.find(get_owner, "xcb_get_selection_owner") &&
               library.find(get_owner_reply, "xcb_get_selection_owner_reply") &&
               library.find(convert, "xcb_convert_selection") &&
               library.find(get_property, "xcb_get_property") &&
               library.find(get_property_reply, "xcb_get_property_reply") &&
               library.find(value, "xcb_get_property_value") &&
               library.find(value_length, "xcb_get_property_value_length");
    }
};

template <class Reply>
using Reply_ptr = std::unique_ptr<Reply, void (*)(void*)>;

template <class Reply>
Reply_ptr<Reply> owned(Reply* reply) {
    return {reply, free};
}

std::string from_latin1(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) utf8_append(text, static_cast<unsigned char>(c));
    return text;
}

}  // namespace

class X11Clipboard::Server {
public:
    Server() {
        if (!xcb_.load() || !(connection_ = connect_to_x11(xcb_.connect))) return;
        if (xcb_.has_error(connection_)) return;
        clipboard_ = atom("CLIPBOARD");
        utf8_ = atom("UTF8_STRING");
        pieces_ = atom("INCR");
        property_ = atom("ECSVIEW_CLIPBOARD");
    }
    ~Server() {
        if (connection_) xcb_.disconnect(connection_);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    bool ready() const {
        return clipboard_ && utf8_ && pieces_ && property_ && !xcb_.has_error(connection_);
    }

    Reading read(std::uint32_t sdls_window, std::size_t most) {
        const auto owner = owned(
            xcb_.get_owner_reply(connection_, xcb_.get_owner(connection_, clipboard_), nullptr));
        // Windows of one connection differ in these bits only. SDL could not answer meanwhile.
        const std::uint32_t own_bits = xcb_.get_setup(connection_)->resource_id_mask;
        const bool sdls = !owner || ((owner->owner ^ sdls_window) & ~own_bits) == 0;
        if (sdls) return {};
        if (owner->owner == XCB_NONE) return {Kind::text, {}};
        end_ = Clock::now() + patience_for_all;
        open_window();
        auto reading = ask(utf8_, most);
        if (!reading) reading = ask(XCB_ATOM_STRING, most);
        xcb_.destroy_window(connection_, window_);
        xcb_.flush(connection_);
        return reading.value_or(Reading{Kind::text, {}});
    }

private:
    using Property = Reply_ptr<xcb_get_property_reply_t>;

    std::uint32_t atom(const char* name) {
        const auto size = static_cast<std::uint16_t>(std::strlen(name));
        const auto reply = owned(xcb_.intern_atom_reply(
            connection_, xcb_.intern_atom(connection_, 0, size, name), nullptr));
        return reply ? reply->atom : 0u;
    }

    // A new one each time: what an owner is late with goes nowhere.
    void open_window() {
        const auto* screen = xcb_.roots(xcb_.get_setup(connection_)).data;
        const std::uint32_t events = XCB_EVENT_MASK_PROPERTY_CHANGE;
        window_ = xcb_.generate_id(connection_);
        xcb_.create_window(connection_, 0, window_, screen->root, 0, 0, 1, 1, 0,
                           XCB_WINDOW_CLASS_INPUT_ONLY, 0, XCB_CW_EVENT_MASK, &events);
    }

    // Nothing: the owner has it not in this form.
    std::optional<Reading> ask(std::uint32_t form, std::size_t most) {
        xcb_.convert(connection_, window_, clipboard_, form, property_, XCB_CURRENT_TIME);
        bool given = false;
        const bool answered = wait([&](const xcb_generic_event_t& event) {
            if ((event.response_type & 0x7f) != XCB_SELECTION_NOTIFY) return false;
            const auto& notice = reinterpret_cast<const xcb_selection_notify_event_t&>(event);
            given = notice.property != XCB_NONE;
            return notice.requestor == window_ && notice.target == form;
        });
        if (!answered) return Reading{Kind::no_answer, {}};
        if (!given) return std::nullopt;
        auto reading = take(most);
        if (form == XCB_ATOM_STRING) reading.text = from_latin1(reading.text);
        // As far as it is a text.
        reading.text.resize(std::min(reading.text.size(), reading.text.find('\0')));
        return reading;
    }

    Reading take(std::size_t most) {
        auto property = take_property(most);
        if (!property) return {Kind::no_answer, {}};
        if (property->type != pieces_) return {Kind::text, bytes_of(property)};
        Reading all{Kind::text, {}};
        // The last piece is empty.
        for (bool more = true; more && all.text.size() <= most;) {
            if (!wait_for_piece() || !(property = take_property(most)))
                return {Kind::no_answer, {}};
            const std::string piece = bytes_of(property);
            all.text += piece;
            more = !piece.empty();
        }
        return all;
    }

    bool wait_for_piece() {
        return wait([&](const xcb_generic_event_t& event) {
            if ((event.response_type & 0x7f) != XCB_PROPERTY_NOTIFY) return false;
            const auto& notice = reinterpret_cast<const xcb_property_notify_event_t&>(event);
            return notice.window == window_ && notice.atom == property_ &&
                   notice.state == XCB_PROPERTY_NEW_VALUE;
        });
    }

    // Takes it away, which asks for the next piece.
    Property take_property(std::size_t most) {
        const auto words = static_cast<std::uint32_t>(most / 4 + 1);
        return owned(xcb_.get_property_reply(connection_,
                                             xcb_.get_property(connection_, 1, window_, property_,
                                                               XCB_GET_PROPERTY_TYPE_ANY, 0, words),
                                             nullptr));
    }

    std::string bytes_of(const Property& property) const {
        const auto size = static_cast<std::size_t>(xcb_.value_length(property.get()));
        return {static_cast<const char*>(xcb_.value(property.get())), size};
    }

    // False: no such event came in time.
    template <class Wanted>
    bool wait(Wanted wanted) {
        xcb_.flush(connection_);
        const auto end = std::min(end_, Clock::now() + patience);
        while (true) {
            while (const auto event = owned(xcb_.poll_for_event(connection_)))
                if (wanted(*event)) return true;
            const auto left = ceil<milliseconds>(end - Clock::now()).count();
            if (left <= 0 || xcb_.has_error(connection_)) return false;
            pollfd word{xcb_.descriptor(connection_), POLLIN, 0};
            poll(&word, 1, static_cast<int>(left));
        }
    }

    Xcb xcb_{};
    xcb_connection_t* connection_ = nullptr;
    std::uint32_t clipboard_ = 0, utf8_ = 0, pieces_ = 0, property_ = 0;  // atoms
    std::uint32_t window_ = 0;
    Clock::time_point end_{};
};

X11Clipboard::Reading X11Clipboard::read(std::size_t most) {
    if (window_ == 0) return {};
    if (!server_) server_ = std::make_unique<Server>();
    return server_->ready() ? server_->read(window_, most) : Reading{};
}

#else

class X11Clipboard::Server {};

X11Clipboard::Reading X11Clipboard::read(std::size_t) {
    return {};
}

#endif

X11Clipboard::X11Clipboard(std::uint32_t window) : window_(window) {}

X11Clipboard::~X11Clipboard() = default;

}  // namespace ecsview::ui
