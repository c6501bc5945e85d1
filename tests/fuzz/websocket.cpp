// SPDX-License-Identifier: GPL-2.0-or-later
// What comes from a console's proxy, through libwebsockets as the pump sets it up: the answer to
// the upgrade, then frames. One loop in this thread; the proxy's end is a socket pair. The first
// byte says whether the answer is a good one, and what follows is frames; else all of it is the
// answer, where "$" stands for the proof that a server has read the question.
#include <libwebsockets.h>
#include <mbedtls/base64.h>
#include <mbedtls/sha1.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>

#include "entry.h"
#include "link/tunnel/connect_ending.h"
#include "link/tunnel/goodbye.h"

using namespace ecsview;

namespace {

constexpr int most_turns = 64;

struct Connection {
    lws* wsi = nullptr;
    bool over = false;
};

const link::Destination& destination() {
    static const link::Destination the = [] {
        link::Destination d;
        d.tls = false;
        d.host = "console.example";
        d.port = 80;
        d.resource = Secret("/?token=sekret-ticket");
        return d;
    }();
    return the;
}

void end(Connection& connection) {
    connection.over = true;
    connection.wsi = nullptr;
}

int on_event(lws* wsi, lws_callback_reasons reason, void*, void* in, std::size_t size) {
    auto* const connection = static_cast<Connection*>(lws_get_opaque_user_data(wsi));
    if (!connection) return 0;
    switch (reason) {
        case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
            link::connect_ending(wsi, destination(), true);
            end(*connection);
            break;
        case LWS_CALLBACK_CLIENT_CLOSED: end(*connection); break;
        case LWS_CALLBACK_WSI_DESTROY: end(*connection); break;
        case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: {
            const auto goodbye =
                link::parse_goodbye({static_cast<const char*>(in), size}, destination());
            fuzz::require(goodbye.words.find("sekret-ticket") == std::string::npos, "a secret");
            break;
        }
        case LWS_CALLBACK_CLIENT_RECEIVE:
            for (std::size_t i = 0; i < size; ++i)  // all of it can be read
                if (static_cast<const volatile char*>(in)[i] == 1) continue;
            break;
        default: break;
    }
    return 0;
}

lws_context* context() {
    static const lws_protocols protocols[] = {{"binary", on_event, 0, 65536, 0, nullptr, 0},
                                              LWS_PROTOCOL_LIST_TERM};
    static lws_context* const the = [] {
        lws_set_log_level(0, nullptr);
        lws_context_creation_info info{};
        info.port = CONTEXT_PORT_NO_LISTEN;
        info.protocols = protocols;
        info.pt_serv_buf_size = 68 * 1024;
        info.fd_limit_per_thread = 16;
        info.max_http_header_pool = 8;
        info.max_http_header_data = 16 * 1024;
        info.timeout_secs = 20;
        lws_context* const made = lws_create_context(&info);
        fuzz::require(made, "no context");
        lws_service(made, -1);
        return made;
    }();
    return the;
}

std::string proof_of(const std::string& request) {
    const std::string name = "Sec-WebSocket-Key: ";
    const auto at = request.find(name);
    if (at == request.npos) return {};
    const auto from = at + name.size();
    const std::string key = request.substr(from, request.find("\r\n", from) - from) +
                            "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    unsigned char hash[20], text[64];
    std::size_t size = 0;
    mbedtls_sha1(reinterpret_cast<const unsigned char*>(key.data()), key.size(), hash);
    mbedtls_base64_encode(text, sizeof text, &size, hash, sizeof hash);
    return {text, text + size};
}

std::string answer_to(const std::string& request, unsigned how, std::string_view text) {
    const std::string proof = proof_of(request);
    if (how & 1)
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
               "Sec-WebSocket-Accept: " +
               proof + "\r\n" + (how & 2 ? "Sec-WebSocket-Protocol: binary\r\n" : "") + "\r\n" +
               std::string(text);
    std::string out;
    for (const char c : text) out += c == '$' ? proof : std::string(1, c);
    return out;
}

void serve(const Connection& connection, int turns) {
    while (turns-- > 0 && !connection.over) lws_service(context(), -1);
}

}  // namespace

FUZZ_TARGET("websocket") {
    const auto [how, text] = fuzz::choice(data, size);
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends) != 0) return 0;
    Connection connection;
    lws_client_connect_info info{};
    info.context = context();
    info.connected_socket = ends[0];
    info.address = info.host = info.origin = "console.example";
    info.port = 80;
    info.path = "/?token=sekret-ticket";
    info.ssl_connection = LCCSCF_HTTP_NO_FOLLOW_REDIRECT;
    info.local_protocol_name = info.protocol = "binary";
    info.opaque_user_data = &connection;
    info.pwsi = &connection.wsi;
    const bool begun = lws_client_connect_via_info(&info) != nullptr;
    close(ends[0]);
    std::string request;
    for (int turns = 0; begun && turns < most_turns && !connection.over; ++turns) {
        char buffer[2048];
        const auto got = recv(ends[1], buffer, sizeof buffer, 0);
        if (got > 0) request.append(buffer, static_cast<std::size_t>(got));
        if (request.ends_with("\r\n\r\n")) break;
        lws_service(context(), -1);
    }
    std::string answer = answer_to(request, how, text);
    const std::size_t piece = how & 4 ? 1 + how / 8 : answer.size();
    for (std::string_view rest = answer; !rest.empty() && !connection.over;) {
        const auto sent = send(ends[1], rest.data(), std::min(piece, rest.size()), MSG_NOSIGNAL);
        if (sent <= 0) break;
        rest.remove_prefix(static_cast<std::size_t>(sent));
        serve(connection, 2);
    }
    serve(connection, 4);
    close(ends[1]);
    serve(connection, most_turns);
    if (!connection.over && connection.wsi)
        lws_set_timeout(connection.wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC);
    fuzz::require(connection.over || !begun, "a connection without an end");
    return 0;
}
