// SPDX-License-Identifier: GPL-2.0-or-later
// The part of Pump that opens a link: directly, or by way of a proxy.
#include "link/pump.h"

namespace ecsview::link {
namespace {

std::string bracketed(const std::string& host) {
    return host.find(':') != std::string::npos ? "[" + host + "]" : host;
}

std::string host_header(const Destination& d) {
    const bool usual = d.port == (d.tls ? 443 : 80);
    const std::string host = bracketed(d.host);
    return usual ? host : host + ":" + std::to_string(d.port);
}

}  // namespace

void Pump::adopt(UniqueFd stream) {
    lws_sock_file_fd_type descriptor{};
    descriptor.filefd = stream.release();
    link_->stream_fd = descriptor.filefd;
    link_->stream =
        lws_adopt_descriptor_vhost(lws_get_vhost_by_name(context_, "default"),
                                   LWS_ADOPT_RAW_FILE_DESC, descriptor, subprotocol, nullptr);
    if (link_->stream) lws_set_opaque_user_data(link_->stream, link_.get());
}

void Pump::connect(const Open& order) {
    Link& link = *link_;
    const std::string host = host_header(link.destination);
    const std::string path(link.destination.resource.reveal());
    lws_client_connect_info info{};
    info.context = context_;
    const std::string target = bracketed(link.destination.host);
    const bool way_there = set_proxy(link.destination, order.address);
    info.address = link.destination.proxy ? target.c_str() : order.address.c_str();
    info.port = link.destination.port;
    info.host = host.c_str();
    info.path = path.c_str();
    info.origin = host.c_str();  // libwebsockets puts the scheme before it
    // The ticket is for this server alone.
    info.ssl_connection =
        LCCSCF_HTTP_NO_FOLLOW_REDIRECT | (link.destination.tls ? LCCSCF_USE_SSL : 0);
    info.local_protocol_name = subprotocol;
    info.opaque_user_data = &link;
    info.pwsi = &link.server;
    if (link.destination.websocket) {
        info.protocol = subprotocol;
    } else {
        info.method = "RAW";
        info.ssl_connection = 0;
    }
    // A failure before any event loop turn is reported by the callback or by the null result.
    if ((!way_there || !lws_client_connect_via_info(&info)) && !link.server_gone)
        failed(link, "at once");
}

// libwebsockets knows one proxy a vhost, and a port of 0 is none.
bool Pump::set_proxy(const Destination& destination, const std::string& address) {
    std::string text = "none:0";
    if (const auto& proxy = destination.proxy) {
        const std::string login(proxy->user.reveal());
        text = bracketed(address) + ":" + std::to_string(proxy->authority.port);
        if (!login.empty()) text = login + ":" + std::string(proxy->password.reveal()) + "@" + text;
    }
    const bool done = lws_set_proxy(lws_get_vhost_by_name(context_, "default"), text.c_str()) == 0;
    wipe(text);
    return done;
}

}  // namespace ecsview::link
