// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>

#include "base/certificates.h"
#include "base/foreign_time.h"
#include "ecs/answer.h"
#include "http_server.h"

namespace ecsview::ecs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

std::string ok(const std::string& body) {
    return "HTTP/1.1 200 OK\r\nDate: Fri, 02 Jan 2026 03:04:05 GMT\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

class HttpTest : public testing::Test {
protected:
    void SetUp() override {
        signal(SIGPIPE, SIG_IGN);  // as main does, and the next
        prepare_tls();
        for (const char* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                 "ALL_PROXY", "no_proxy", "NO_PROXY"})
            unsetenv(name);
    }
    void TearDown() override { unsetenv("https_proxy"); }

    // `roots`: PEM
    Result<HttpReply> post(const std::string& url, const std::string& roots = "",
                           std::chrono::milliseconds limit = 20s,
                           const std::stop_token& cancel = {}) {
        HttpRequest request;
        request.method = "POST";
        request.url = url;
        request.headers = {{"accept", "application/json"}, {"x-acs-action", "Test"}};
        TrustedRoots trusted;
        trusted.add(roots);
        return http_.perform(request, steady_clock::now() + limit, trusted, cancel);
    }
    Failure failure(const std::string& url, const std::string& roots = "",
                    std::chrono::milliseconds limit = 20s) {
        const auto result = post(url, roots, limit);
        EXPECT_FALSE(result);
        return result ? Failure{} : result.failure();
    }

    // Somebody has to be trusted before https is tried.
    static std::string some_root() { return TestAuthority().root(); }

    Http http_;
};

TEST_F(HttpTest, SendsOnlyWhatIsSigned) {
    HttpServer server(ok("{}"));
    const auto reply = post("http://127.0.0.1:" + server.port() + "/?A=%2F");
    ASSERT_TRUE(reply) << reply.failure().sentence;
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->body.reveal(), "{}");
    EXPECT_EQ(server.request(), "POST /?A=%2F HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() +
                                    "\r\nUser-Agent: ecsview/" ECSVIEW_VERSION
                                    "\r\naccept: application/json\r\nx-acs-action: Test\r\n"
                                    "Content-Length: 0\r\n\r\n");
}

TEST_F(HttpTest, SendsTheBodyAsItIs) {
    for (const char* method : {"POST", "PUT"}) {
        HttpServer server(ok("{}"));
        HttpRequest request;
        request.method = method;
        request.url = "http://127.0.0.1:" + server.port() + "/";
        request.headers = {{"content-type", "application/x-www-form-urlencoded"}};
        request.body = "A=%2F&B=";
        ASSERT_TRUE(http_.perform(request, steady_clock::now() + 20s, TrustedRoots(), {}));
        EXPECT_EQ(server.request(),
                  std::string(method) + " / HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() +
                      "\r\nUser-Agent: ecsview/" ECSVIEW_VERSION
                      "\r\nAccept: */*\r\ncontent-type: application/x-www-form-urlencoded\r\n"
                      "Content-Length: 8\r\n\r\nA=%2F&B=");
    }
}

TEST_F(HttpTest, TellsTheServersClock) {
    HttpServer server(ok("{}"));
    const auto reply = post("http://127.0.0.1:" + server.port() + "/");
    ASSERT_TRUE(reply && reply->date);
    EXPECT_EQ(*reply->date,
              std::chrono::sys_days(std::chrono::year(2026) / 1 / 2) + 3h + 4min + 5s);
    HttpServer other("HTTP/1.1 204 No Content\r\nDate: yesterday\r\n\r\n");
    EXPECT_FALSE(post("http://127.0.0.1:" + other.port() + "/")->date);
    HttpServer late("HTTP/1.1 204 No Content\r\nDate: Fri, 31 Dec 9999 23:59:59 GMT\r\n\r\n");
    const auto told = post("http://127.0.0.1:" + late.port() + "/")->date;
    if (sizeof(time_t) > 4)
        EXPECT_EQ(told, last_foreign_time);
    else
        EXPECT_FALSE(told) << "Debian 12's clock for 32 bits ends in 2038, and libcurl knows";
}

TEST_F(HttpTest, OneHandleServesManyRequests) {
    for (int i = 0; i < 3; ++i) {
        HttpServer server(ok(std::to_string(i)));
        EXPECT_EQ(post("http://127.0.0.1:" + server.port() + "/")->body.reveal(),
                  std::to_string(i));
        EXPECT_THAT(server.request(), HasSubstr("Content-Length: 0"));
    }
}

TEST_F(HttpTest, ErrorStatusAndRedirectAreReplies) {
    HttpServer error("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy");
    const auto reply = post("http://127.0.0.1:" + error.port() + "/");
    EXPECT_EQ(reply->status, 503);
    EXPECT_EQ(reply->body.reveal(), "busy");
    HttpServer redirect(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
        "Content-Length: 0\r\n\r\n");
    EXPECT_EQ(post("http://127.0.0.1:" + redirect.port() + "/")->status, 302);
}

TEST_F(HttpTest, TheBodyIsLimited) {
    HttpServer fits(ok(std::string(max_reply_body, 'a')));
    const auto reply = post("http://127.0.0.1:" + fits.port() + "/");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->body.reveal().size(), max_reply_body);
    HttpServer more(ok(std::string(max_reply_body + 1, 'a')));
    EXPECT_THAT(failure("http://127.0.0.1:" + more.port() + "/").sentence, HasSubstr("too long"));
}

TEST_F(HttpTest, NamesTheCauseOfNoConnection) {
    LoopbackPort closed;
    const auto refused = failure("http://127.0.0.1:" + closed.number() + "/");
    EXPECT_EQ(refused.code, ExitCode::network);
    EXPECT_THAT(refused.sentence,
                StartsWith("Nothing listens at 127.0.0.1:" + closed.number() + " "));
    const auto unknown = failure("https://name.invalid/", some_root(), 20s);
    EXPECT_EQ(unknown.code, ExitCode::network);
    EXPECT_THAT(unknown.sentence, HasSubstr("name.invalid does not resolve"));
}

TEST_F(HttpTest, AServerThatHangsUp) {
    HttpServer server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    const auto cut = failure("http://127.0.0.1:" + server.port() + "/");
    EXPECT_EQ(cut.code, ExitCode::network);
    EXPECT_THAT(cut.sentence, HasSubstr("failed"));
}

TEST_F(HttpTest, ADeadlineEndsTheWait) {
    HttpServer server(HttpServer::never);
    const auto late = failure("http://127.0.0.1:" + server.port() + "/", "", 200ms);
    EXPECT_EQ(late.code, ExitCode::out_of_time);
    EXPECT_THAT(late.sentence, HasSubstr("did not answer in time"));
    EXPECT_THAT(failure("http://127.0.0.1:1/", "", 0ms).sentence, HasSubstr("no time left"));
}

TEST_F(HttpTest, ACancelWakesTheWait) {
    HttpServer server(HttpServer::never);
    auto request = server.coming();
    std::stop_source stop;
    auto waiting = std::async(std::launch::async, [&] {
        return post("http://127.0.0.1:" + server.port() + "/", "", 600s, stop.get_token());
    });
    request.wait();
    std::this_thread::sleep_for(100ms);  // so that the wait has begun, as far as one can know
    stop.request_stop();
    // Not a matter of speed: curl's next own timer, the connection's, runs out after 15 s.
    EXPECT_EQ(waiting.wait_for(10s), std::future_status::ready) << "nothing woke the wait";
    const auto result = waiting.get();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.failure().code, ExitCode::done);
    EXPECT_EQ(post("http://127.0.0.1:1/", "", 20s, stop.get_token()).failure().code,
              ExitCode::done);
    HttpServer next(ok("again"));
    EXPECT_EQ(post("http://127.0.0.1:" + next.port() + "/")->body.reveal(), "again");
}

TEST_F(HttpTest, ATrustedCertificateIsTaken) {
    TestAuthority authority;
    HttpServer server(ok("secure"), authority, authority.issue({}));
    const auto reply = post("https://localhost:" + server.port() + "/", authority.root());
    ASSERT_TRUE(reply) << reply.failure().sentence;
    EXPECT_EQ(reply->body.reveal(), "secure");
    EXPECT_THAT(server.request(), HasSubstr("POST / HTTP/1.1"));
}

TEST_F(HttpTest, EachFaultOfACertificateHasItsSentence) {
    TestAuthority authority, stranger;
    const struct {
        const char* fault;
        TestAuthority::Leaf leaf;
        std::string roots;
        const char* words;
    } cases[] = {
        {"unknown authority", {}, stranger.root(), "is not from an authority"},
        {"other host", {"example.com"}, authority.root(), "is for another host name"},
        {"expired",
         {"localhost", "20200101000000", "20210101000000"},
         authority.root(),
         "has expired"},
        {"future", {"localhost", "21000101000000"}, authority.root(), "is not valid yet"},
    };
    for (const auto& c : cases) {
        HttpServer server(ok("secure"), authority, authority.issue(c.leaf));
        const auto refused = failure("https://localhost:" + server.port() + "/", c.roots);
        EXPECT_EQ(refused.code, ExitCode::tls_identity) << c.fault;
        EXPECT_THAT(refused.sentence,
                    AllOf(StartsWith("The certificate of localhost:"), HasSubstr(c.words)));
        EXPECT_THAT(server.request(), Not(HasSubstr("POST"))) << c.fault;
    }
}

TEST_F(HttpTest, NobodyIsTrustedWithoutRoots) {
    const auto refused = failure("https://localhost:1/");
    EXPECT_EQ(refused.code, ExitCode::tls_identity);
    EXPECT_THAT(refused.sentence, HasSubstr("ca-certificates"));
}

TEST_F(HttpTest, APlainServerBehindHttps) {
    HttpServer server("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    const auto refused =
        failure("https://localhost:" + server.port() + "/", TestAuthority().root());
    EXPECT_EQ(refused.code, ExitCode::network);
    EXPECT_THAT(refused.sentence, HasSubstr("does not speak TLS"));
    HttpServer silent(HttpServer::never);
    const auto late =
        failure("https://localhost:" + silent.port() + "/", TestAuthority().root(), 300ms);
    EXPECT_EQ(late.code, ExitCode::out_of_time);
    EXPECT_THAT(late.sentence, HasSubstr("TLS handshake in time"));
}

TEST_F(HttpTest, AProxyThatRefuses) {
    TestAuthority authority;
    HttpServer proxy("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    setenv("https_proxy", ("http://127.0.0.1:" + proxy.port()).c_str(), 1);
    const auto refused = failure("https://ecs.example.com/", authority.root());
    EXPECT_EQ(refused.code, ExitCode::network);
    EXPECT_THAT(refused.sentence, AllOf(HasSubstr("proxy"), HasSubstr("407")));
    EXPECT_THAT(proxy.request(), StartsWith("CONNECT ecs.example.com:443 HTTP/1.1\r\n"));
}

// One handle serves all; several faults of libcurl were of this kind.
TEST_F(HttpTest, TheLoginAtOneProxyIsNotForTheNext) {
    const std::string refusal =
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Digest realm=\"r\", "
        "nonce=\"n\"\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n";
    HttpServer first(refusal), second(refusal);
    setenv("https_proxy", ("http://canary:geheim@127.0.0.1:" + first.port()).c_str(), 1);
    failure("https://ecs.example.com/", some_root());
    EXPECT_THAT(first.request(), HasSubstr("Proxy-Authorization: Basic Y2FuYXJ5OmdlaGVpbQ==\r\n"));
    setenv("https_proxy", ("http://127.0.0.1:" + second.port()).c_str(), 1);
    failure("https://ecs.example.com/", some_root());
    EXPECT_THAT(second.request(), Not(HasSubstr("Authorization")));
}

TEST_F(HttpTest, AProxyThatIsNotThere) {
    LoopbackPort closed;
    setenv("https_proxy", ("http://127.0.0.1:" + closed.number()).c_str(), 1);
    const auto refused = failure("https://ecs.example.com/", some_root());
    EXPECT_EQ(refused.code, ExitCode::network);
    EXPECT_THAT(refused.sentence, HasSubstr("the proxy for ecs.example.com"));
    setenv("https_proxy", "http://proxy.invalid:3128", 1);
    EXPECT_THAT(failure("https://ecs.example.com/", some_root()).sentence,
                HasSubstr("proxy's name"));
}

TEST_F(HttpTest, PlainHttpStaysOnThisMachine) {
    for (const char* url : {"http://far.example/", "http://localhost.example/", "http://10.0.0.1/",
                            "http://100.100.100.201/", "http://127.0.0.1@far.example/"}) {
        const auto refused = failure(url);
        EXPECT_EQ(refused.code, ExitCode::network) << url;
        EXPECT_THAT(refused.sentence, HasSubstr("this machine only")) << url;
    }
}

TEST_F(HttpTest, PlainHttpGoesToNoProxy) {
    setenv("http_proxy", "http://proxy.invalid:3128", 1);
    setenv("all_proxy", "http://proxy.invalid:3128", 1);
    HttpServer server(ok("direct"));
    EXPECT_EQ(post("http://127.0.0.1:" + server.port() + "/")->body.reveal(), "direct");
    unsetenv("http_proxy");
    unsetenv("all_proxy");
}

}  // namespace
}  // namespace ecsview::ecs
