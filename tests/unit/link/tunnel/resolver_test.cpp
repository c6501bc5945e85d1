// SPDX-License-Identifier: GPL-2.0-or-later
// Only names that need no name server.
#include "link/tunnel/resolver.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>
#include <vector>

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Result<std::vector<std::string>, Ending> ask(const std::string& host) {
    return resolve(host, std::chrono::steady_clock::now() + 20s, {});
}

TEST(ResolverTest, AnAddressIsItself) {
    EXPECT_THAT(*ask("127.0.0.1"), ElementsAre("127.0.0.1"));
    EXPECT_THAT(*ask("::1"), ElementsAre("::1"));
}

// Only so many lookups may hang at once; one that came back hangs no more.
TEST(ResolverTest, ThereIsNoEndOfLookupsThatComeBack) {
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(ask("127.0.0.1")) << i;
}

// Many consoles begin at once: none is refused for that.
TEST(ResolverTest, WhoComesWhenAllAreAskingWaits) {
    std::atomic<int> found{0};
    {
        std::vector<std::jthread> consoles;
        for (int i = 0; i < 40; ++i)
            consoles.emplace_back([&] { found += ask("127.0.0.1") ? 1 : 0; });
    }
    EXPECT_EQ(found, 40);
}

TEST(ResolverTest, ANameThatIsNoneIsTold) {
    const auto none = ask("no name");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.failure().code(), ExitCode::network);
    EXPECT_THAT(none.failure().sentence, HasSubstr("no name does not resolve"));
}

Destination server() {
    return {.host = "127.0.0.2", .resource = Secret()};
}

Destination by_way_of(ProxyKind kind) {
    auto destination = server();
    destination.proxy.emplace();
    destination.proxy->kind = kind;
    destination.proxy->authority.host = "127.0.0.1";
    return destination;
}

Addresses all_of(const Destination& destination) {
    return *look_up(destination, std::chrono::steady_clock::now() + 20s, {});
}

// Else it would be told to whoever answers for names here.
TEST(ResolverTest, TheServerIsLookedUpOnlyForAProxyThatIsToldAnAddress) {
    for (const auto kind : {ProxyKind::http, ProxyKind::https, ProxyKind::socks5h}) {
        const auto addresses = all_of(by_way_of(kind));
        EXPECT_THAT(addresses.first, ElementsAre("127.0.0.1"));
        EXPECT_THAT(addresses.beyond, IsEmpty());
    }
    const auto addresses = all_of(by_way_of(ProxyKind::socks5));
    EXPECT_THAT(addresses.first, ElementsAre("127.0.0.1"));
    EXPECT_THAT(addresses.beyond, ElementsAre("127.0.0.2"));
    EXPECT_THAT(all_of(server()).first, ElementsAre("127.0.0.2"));
}

}  // namespace
}  // namespace ecsview::link
