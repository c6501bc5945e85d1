// SPDX-License-Identifier: GPL-2.0-or-later
// The host that served a region last: what is remembered, and what the connection makes of it.
#include "link/host_memory.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "connection_fixture.h"

namespace ecsview::link {
namespace {

TEST(HostMemoryTest, ReadsWhatItWritesAndNoRubbish) {
    EXPECT_EQ(HostMemory::read("h.example.com:443\n"), (Authority{"h.example.com", 443}));
    EXPECT_EQ(HostMemory::read("[::1]:5\n"), (Authority{"::1", 5}));
    for (const char* text :
         {"", "\n", "h:443", "h\n", "h:0\n", "h:443\n\n", "h:443 \n", "H:443\n", "h:70000\n",
          "h/x:443\n", "u@h:443\n", "rfb-3.8-none idle 0\n", "h:443\nx"})
        EXPECT_FALSE(HostMemory::read(text)) << text;
}

class HostStartTest : public ConnectionTest {
protected:
    HostStartTest() { prepare(); }
    ~HostStartTest() override {
        connection.reset();
        std::filesystem::remove_all(directory);
    }
    void prepare() {
        settings.runtime_directory = directory;
        settings.neighbourhood = "/cn-hangzhou";
        settings.attempt_limit = patience;
        expires = true;
    }
    HostMemory memory(const char* neighbourhood = "/cn-hangzhou") {
        return {neighbourhood, directory};
    }
    void served() {
        tunnel->wait_links(1);
        tunnel->say_and_wait({tunnel->links(), TunnelPhase::open});
        wait(Phase::handshake);
    }

    std::string path = "/tmp/ecsview-host-XXXXXX";
    const std::string directory = mkdtemp(path.data());
};

TEST_F(HostStartTest, WhoeverServedARegionIsKnownToItsConsolesAlone) {
    start();
    served();
    EXPECT_EQ(memory().last(), (Authority{"127.0.0.1", 443}));
    EXPECT_FALSE(memory("/cn-beijing").last());
    EXPECT_TRUE(tunnel->prepared().empty());
}

TEST_F(HostStartTest, TheNextAttemptBeginsThere) {
    memory().served({"127.0.0.1", 443});
    start();
    tunnel->wait_prepared(1);
    EXPECT_EQ(tunnel->prepared().front(), "127.0.0.1:443");
    tunnel->wait_links(1);
    EXPECT_EQ(tunnel->opened().front(), "127.0.0.1:443 at 127.0.0.1");
    EXPECT_EQ(tunnel->closed_before_open(), 0);
}

TEST_F(HostStartTest, WhatWasBegunIsDroppedBeforeAnotherWayIsLookedFor) {
    memory().served({"127.0.0.2", 444});
    start();
    tunnel->wait_links(1);
    EXPECT_EQ(tunnel->closed_before_open(), 1);
}

// A ticket that is too old by the time its host is known, and the same of every other end.
TEST_F(HostStartTest, WhatWasBegunForAnAttemptEndsWithIt) {
    memory().served({"127.0.0.1", 443});
    settings.limits.url_life = -1s;
    start();
    tunnel->wait_closed(1);
    EXPECT_TRUE(tunnel->opened().empty());
}

TEST_F(HostStartTest, AnotherHostIsForgottenOnceOneHasServed) {
    memory().served({"127.0.0.2", 444});
    start();
    served();
    EXPECT_EQ(memory().last(), (Authority{"127.0.0.1", 443}));
}

TEST_F(HostStartTest, OneThatDidNotServeIsNotRemembered) {
    start();
    tunnel->wait_links(1);
    tunnel->end("unreachable");
    wait(Phase::ended);
    EXPECT_FALSE(memory().last());
}

TEST_F(HostStartTest, OneThatNoApiToldIsNotRemembered) {
    expires = false;
    start();
    served();
    EXPECT_FALSE(memory().last());
}

TEST_F(HostStartTest, WithoutAnApiNothingIsBegun) {
    settings.neighbourhood.clear();
    memory("").served({"127.0.0.1", 443});
    start();
    served();
    EXPECT_TRUE(tunnel->prepared().empty());
    EXPECT_FALSE(memory("").last());
}

TEST_F(HostStartTest, WhenTheApiRefusesWhatWasBegunIsDropped) {
    memory().served({"127.0.0.1", 443});
    refusal = Failure{ExitCode::api, "There is no such instance; check it."};
    start();
    wait(Phase::ended);
    tunnel->wait_closed(1);
}

}  // namespace
}  // namespace ecsview::link
