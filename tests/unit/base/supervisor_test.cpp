// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/supervisor.h"

#include <gtest/gtest.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

namespace ecsview {
namespace {

using namespace std::chrono_literals;

// What systemd is to the service: a datagram socket, here in the abstract namespace.
struct Manager {
    std::string name = "@ecsview-test-" + std::to_string(getpid());
    UniqueFd fd{socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};

    Manager() {
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        std::memcpy(at.sun_path + 1, name.data() + 1, name.size() - 1);
        const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name.size());
        EXPECT_EQ(bind(fd.get(), reinterpret_cast<sockaddr*>(&at), size), 0);
        setenv("NOTIFY_SOCKET", name.c_str(), 1);
    }
    ~Manager() { unsetenv("NOTIFY_SOCKET"); }
    std::string heard() {
        char text[2048];
        const auto size = recv(fd.get(), text, sizeof text, 0);
        return size < 0 ? std::string("nothing") : std::string(text, static_cast<size_t>(size));
    }
};

struct Watchdog {
    Watchdog(const std::string& usec, const std::string& pid) {
        setenv("WATCHDOG_USEC", usec.c_str(), 1);
        setenv("WATCHDOG_PID", pid.c_str(), 1);
    }
    ~Watchdog() {
        unsetenv("WATCHDOG_USEC");
        unsetenv("WATCHDOG_PID");
    }
};

TEST(Supervisor, SpeaksTheProtocol) {
    Manager manager;
    const Supervisor supervisor;
    supervisor.ready();
    EXPECT_EQ(manager.heard(), "READY=1\n");
    supervisor.status("i-abc: connected.");
    EXPECT_EQ(manager.heard(), "STATUS=i-abc: connected.\n");
    supervisor.alive();
    EXPECT_EQ(manager.heard(), "WATCHDOG=1\n");
    supervisor.stopping();
    EXPECT_EQ(manager.heard(), "STOPPING=1\n");
    EXPECT_EQ(getenv("NOTIFY_SOCKET"), nullptr) << "no child is to speak for us";
}

TEST(Supervisor, AStatusIsOneLine) {
    Manager manager;
    const Supervisor supervisor;
    supervisor.status("one\nMAINPID=1\n");
    EXPECT_EQ(manager.heard(), "STATUS=one?MAINPID=1?\n");
    supervisor.status(std::string(9999, 'x'));
    EXPECT_LT(manager.heard().size(), 500u);
}

TEST(Supervisor, OutsideOfAServiceNothingHappens) {
    const Watchdog watchdog("2000000", "");
    for (const char* address : {"", "relative", "@"}) {
        setenv("NOTIFY_SOCKET", address, 1);
        const Supervisor supervisor;
        supervisor.ready();
        supervisor.alive();
        EXPECT_FALSE(supervisor.interval()) << address;
    }
    setenv("NOTIFY_SOCKET", std::string(200, '/').c_str(), 1);
    Supervisor().ready();
    unsetenv("NOTIFY_SOCKET");
}

TEST(Supervisor, ASocketThatIsGoneIsNoHarm) {
    setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1);
    Supervisor().ready();
}

struct Given {
    std::string usec, pid;
    int expected = 0;  // milliseconds
};

TEST(Supervisor, TheWatchdogIsFedTwiceAnInterval) {
    const std::string self = std::to_string(getpid());
    for (const Given& given :
         {Given{"30000000", self, 15'000}, Given{"2000000", "", 1000}, Given{"1", self, 1},
          Given{"9223372036854775807", self, 12 * 60 * 60 * 1000}}) {
        Manager manager;
        const Watchdog watchdog(given.usec, given.pid);
        const Supervisor supervisor;
        EXPECT_EQ(supervisor.interval(), std::chrono::milliseconds(given.expected)) << given.usec;
        EXPECT_EQ(getenv("WATCHDOG_USEC"), nullptr);
    }
}

TEST(Supervisor, AWatchdogForSomebodyElseIsNotOurs) {
    for (const Given& given : {Given{"30000000", "1"}, Given{"", ""}, Given{"x", ""},
                               Given{"-5", ""}, Given{"0", ""}, Given{"7s", ""}}) {
        Manager manager;
        const Watchdog watchdog(given.usec, given.pid);
        EXPECT_FALSE(Supervisor().interval()) << given.usec;
    }
}

}  // namespace
}  // namespace ecsview
