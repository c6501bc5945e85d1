// SPDX-License-Identifier: GPL-2.0-or-later
// The part of Pump that opens a link: the way there, and on it TLS and the upgrade to a websocket.
#include <fcntl.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "link/tunnel/connect_ending.h"
#include "link/tunnel/pump.h"

namespace ecsview::link {
namespace {

std::string host_header(const Destination& d) {
    const bool usual = d.port == (d.tls ? 443 : 80);
    const std::string host = bracketed(d.host);
    return usual ? host : host + ":" + std::to_string(d.port);
}

}  // namespace

// Null when there are no descriptors left for it.
lws* Pump::adopt(Link& link, UniqueFd fd) {
    lws_sock_file_fd_type descriptor{};
    descriptor.filefd = fd.release();
    lws* const wsi =
        lws_adopt_descriptor_vhost(lws_get_vhost_by_name(context_, "default"),
                                   LWS_ADOPT_RAW_FILE_DESC, descriptor, subprotocol, nullptr);
    if (wsi) lws_set_opaque_user_data(wsi, &link);
    return wsi;
}

// What was begun ahead and is of no use is begun anew, once (begin_anew): so the way is looked for
// twice at most.
// NOLINTBEGIN(misc-no-recursion)

// --- the way -------------------------------------------------------------------------------------

void Pump::find_way(Link& link, const Addresses& addresses) {
    try {
        link.server.dial = std::make_unique<Dial>(link.destination, addresses, trusted_roots_,
                                                  limits_, std::chrono::steady_clock::now());
        // libwebsockets closes what it was given.
        link.server.dialing =
            adopt(link, UniqueFd(fcntl(link.server.dial->fd(), F_DUPFD_CLOEXEC, 3)));
    } catch (const Error&) {  // there will be descriptors again: this costs one attempt
    }
    if (!link.server.dialing) return dialed(link, ending("no_descriptor", {}));
    dial_on(link);
}

void Pump::time_to_dial(lws_sorted_usec_list_t* timer) noexcept {
    Link& link = Timer::owner(timer);
    if (!link.server.dialing) return;
    static_cast<Pump*>(lws_context_user(lws_get_context(link.server.dialing)))->dial_on(link);
}

void Pump::dial_on(Link& link) noexcept {
    if (!link.server.dial) return;
    try {
        const auto now = std::chrono::steady_clock::now();
        if (auto way = link.server.dial->go_on(now)) return dialed(link, std::move(*way));
        using Microseconds = std::chrono::microseconds;
        const auto left = std::chrono::ceil<Microseconds>(link.server.dial->next() - now);
        lws_sul_schedule(context_, 0, &link.dial_timer.entry, time_to_dial,
                         std::max<lws_usec_t>(left.count(), 1));
    } catch (const std::exception& error) {
        log::error("link", "a connection cannot be begun", {{"because", error.what()}});
        dialed(link, ending("no_descriptor", {}));
    }
}

void Pump::dialed(Link& link, Result<Way, Ending> way) {
    lws_sul_cancel(&link.dial_timer.entry);
    let_go(std::exchange(link.server.dialing, nullptr));
    link.server.dial.reset();
    if (!way) return server_closed(link, way.failure());
    upgrade(link, std::move(*way));
}

// --- on it ---------------------------------------------------------------------------------------

void Pump::upgrade(Link& link, Way way) {
    link.server.relay = std::move(way.relay);
    const std::string host = host_header(link.destination);
    lws_client_connect_info info{};
    info.context = context_;
    info.connected_socket = way.socket.get();  // it takes a duplicate
    info.address = host.c_str();               // for its own records
    info.port = link.destination.port;
    info.host = host.c_str();
    info.path = "/";             // it asks once more
    info.origin = host.c_str();  // libwebsockets puts the scheme before it
    // The ticket is for this server alone.
    info.ssl_connection =
        LCCSCF_HTTP_NO_FOLLOW_REDIRECT | (link.destination.tls ? LCCSCF_USE_SSL : 0);
    info.local_protocol_name = subprotocol;
    info.opaque_user_data = &link;
    info.pwsi = &link.server.wsi;
    if (link.destination.websocket) {
        info.protocol = link.destination.subprotocol ? subprotocol : nullptr;
    } else {
        info.method = "RAW";
        info.ssl_connection = 0;
    }
    // A failure before any event loop turn is told by the callback or by the null result.
    const bool ahead = link.begun_ahead.has_value();
    if (lws_client_connect_via_info(&info) || link.ended()) return;
    const bool began_anew = ahead && !link.begun_ahead;  // by the callback
    if (!began_anew) failed(link, "at once");
}

void Pump::failed(Link& link, std::string_view words) {
    log::debug("link", "the connection failed",
               {{"to", link.destination.display()}, {"words", std::string(words)}});
    if (begin_anew(link)) return;
    server_closed(link, connect_ending(link.server.wsi, link.destination, link.server.asked));
}

// --- ahead of its ticket -------------------------------------------------------------------------

void Pump::execute(Prepare order) {
    ahead_ = std::make_unique<Link>(0, std::move(order.destination), nullptr, rfb::Offer{},
                                    Foreword(), limits_, std::chrono::steady_clock::now());
    find_way(*ahead_, order.addresses);
}

// What was begun ahead becomes the link's, as far as it has come. False: there is nothing of use.
bool Pump::go_on_ahead(Link& link) {
    const auto ahead = std::exchange(ahead_, nullptr);
    if (!ahead || ahead->ended() || !ahead->destination.same_way(link.destination)) return false;
    if (!ahead->server.dialing && !ahead->server.wsi) return false;
    log::debug("link", "going on with a connection that was begun ahead");
    link.server = std::exchange(ahead->server, {});
    for (lws* wsi : {link.server.dialing, link.server.wsi})
        if (wsi) lws_set_opaque_user_data(wsi, &link);
    if (link.server.dialing) {
        dial_on(link);
        return true;
    }
    // As if something had come: it asks for the path again, if TLS is there.
    lws_pollfd served{};
    served.fd = lws_get_socket_fd(link.server.wsi);
    served.events = served.revents = LWS_POLLIN;
    lws_service_fd_tsi(context_, &served, 0);
    return true;
}

// TLS is there. Not 0: the request waits. (A patch of ours: the path is not copied about.)
int Pump::wants_path(const Link& link, const char** path) {
    if (link.is_ahead()) return 1;
    *path = link.destination.resource.reveal().data();  // all of a string, so it ends with a NUL
    return 0;
}

// A server may have ended the connection while nothing was said on it, and what it then does with a
// request tells nothing of the console. True: the way is looked for once more, by the usual means.
bool Pump::begin_anew(Link& link) {
    lws* const failed = link.server.wsi;
    if (!link.begun_ahead || std::chrono::steady_clock::now() >= link.stale_by) return false;
    if (failed && lws_http_client_http_response(failed) != 0) return false;
    log::debug("link", "what was begun ahead is of no use; connecting anew");
    const auto addresses = *std::exchange(link.begun_ahead, std::nullopt);
    let_go(failed);
    link.server = {};
    find_way(link, addresses);
    return true;
}

// NOLINTEND(misc-no-recursion)

}  // namespace ecsview::link
