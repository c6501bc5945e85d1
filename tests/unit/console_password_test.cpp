// SPDX-License-Identifier: GPL-2.0-or-later
#include "console_password.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <fstream>

#include "base/error.h"

namespace ecsview {
namespace {

class ConsolePassword : public testing::Test {
protected:
    void SetUp() override {
        unsetenv("CREDENTIALS_DIRECTORY");
        unsetenv("ECSVIEW_VNC_PASSWORD");
    }
    void TearDown() override {
        EXPECT_EQ(getenv("ECSVIEW_VNC_PASSWORD"), nullptr);
        if (!file_.empty()) unlink(file_.c_str());
    }
    std::string file(const std::string& text) {
        char name[] = "/tmp/ecsview-console-XXXXXX";
        close(mkstemp(name));
        std::ofstream(file_ = name) << text;
        return file_;
    }
    static std::string of(const char* target, const std::optional<std::string>& path = {}) {
        const auto password = password_of(*options::parse_target(target), path, false);
        return password ? std::string(password->reveal()) : "(none)";
    }

    std::string file_;
};

TEST_F(ConsolePassword, TheTargetsOwnComesBeforeTheEnvironments) {
    EXPECT_EQ(of("vnc://h"), "(none)");
    EXPECT_EQ(of("vnc://h?VncPassword=brought"), "brought");
    setenv("ECSVIEW_VNC_PASSWORD", "around", 1);
    EXPECT_EQ(of("vnc://h?VncPassword=brought"), "brought");
    setenv("ECSVIEW_VNC_PASSWORD", "around", 1);
    EXPECT_EQ(of("i-abc"), "around");
}

TEST_F(ConsolePassword, ALinkOfTheWebConsoleMayBringOne) {
    const std::string page =
        "https://ecs.console.aliyun.com/vnc/index.htm?instanceId=i-abc&vncUrl=wss%3A%2F%2Fp.example"
        ".com%2F&password=abc123";
    EXPECT_EQ(of(page.c_str()), "abc123");
}

TEST_F(ConsolePassword, TheFileComesFirst) {
    EXPECT_EQ(of("vnc://h?VncPassword=brought", file("written\n")), "written");
    EXPECT_THROW(of("vnc://h", "/nonexistent"), Error);
}

}  // namespace
}  // namespace ecsview
