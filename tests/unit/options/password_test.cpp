// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/password.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"

namespace ecsview::options {
namespace {

using testing::HasSubstr;
using testing::Not;

class PasswordTest : public testing::Test {
protected:
    void SetUp() override {
        clear();
        char name[] = "/tmp/ecsview-password-XXXXXX";
        folder_ = mkdtemp(name);
    }
    void TearDown() override {
        EXPECT_EQ(getenv("ECSVIEW_VNC_PASSWORD"), nullptr);
        clear();
        std::filesystem::remove_all(folder_);
    }
    static void clear() {
        unsetenv("ECSVIEW_VNC_PASSWORD");
        unsetenv("CREDENTIALS_DIRECTORY");
    }
    std::string file(const std::string& text, const char* name = "p") const {
        const auto path = folder_ + "/" + name;
        std::ofstream(path) << text;
        std::filesystem::permissions(path, std::filesystem::perms(0600));
        return path;
    }
    static std::string value(const std::optional<std::string>& path = std::nullopt,
                             bool strict = true) {
        const auto password = vnc_password(path, strict);
        return password ? std::string(password->reveal()) : "(none)";
    }
    static std::string refused(const std::optional<std::string>& path = std::nullopt) {
        try {
            return "accepted: " + value(path);
        } catch (const Error& error) {
            EXPECT_EQ(error.failure().code, ExitCode::usage);
            EXPECT_THAT(error.failure().sentence, Not(HasSubstr("geheim")));
            return error.failure().sentence;
        }
    }

    std::string folder_;
};

TEST_F(PasswordTest, NoSource) {
    EXPECT_EQ(value(), "(none)");
    setenv("ECSVIEW_VNC_PASSWORD", "", 1);
    EXPECT_EQ(value(), "(none)");
}

TEST_F(PasswordTest, FirstLineOfTheFile) {
    EXPECT_EQ(value(file("abc123")), "abc123");
    EXPECT_EQ(value(file("abc123\n")), "abc123");
    EXPECT_EQ(value(file("abc123\r\nsecond")), "abc123");
    EXPECT_EQ(value(file(" a b \n")), " a b ");
    EXPECT_EQ(value(file(std::string(255, 'a') + "\r\n")), std::string(255, 'a'));
    EXPECT_EQ(value(file(std::string(255, 'a'))), std::string(255, 'a'));
    EXPECT_EQ(value(file("a\n" + std::string(100'000, 'b'))), "a");
}

TEST_F(PasswordTest, FilesThatCannotServe) {
    EXPECT_THAT(refused(folder_ + "/absent"), HasSubstr("cannot be opened"));
    EXPECT_THAT(refused(folder_), HasSubstr("cannot be read"));
    EXPECT_THAT(refused(file("")), HasSubstr("nothing in its first line"));
    EXPECT_THAT(refused(file("\ngeheim")), HasSubstr("nothing in its first line"));
    EXPECT_THAT(refused(file("\r\n")), HasSubstr("nothing in its first line"));
    EXPECT_THAT(refused(file(std::string("geheim\0x\n", 9))), HasSubstr("zero byte"));
    EXPECT_THAT(refused(file(std::string(256, 'a'))), HasSubstr("longer than 255"));
    EXPECT_THAT(refused(file(std::string(256, 'a') + "\n")), HasSubstr("longer than 255"));
    EXPECT_THAT(refused(file(std::string(5000, 'a'))), HasSubstr("longer than 255"));
}

TEST_F(PasswordTest, FilesThatOthersCanOpen) {
    const auto path = file("geheim");
    std::filesystem::permissions(path, std::filesystem::perms(0640));
    EXPECT_THAT(refused(path), AllOf(HasSubstr(path + " is open to other users (mode 0640); run"),
                                     HasSubstr("--strict")));
    const auto warned = [&] {
        testing::internal::CaptureStderr();
        EXPECT_EQ(value(path, false), "geheim");
        return testing::internal::GetCapturedStderr();
    };
    EXPECT_THAT(warned(), AllOf(HasSubstr("mode 0640"), Not(HasSubstr("geheim"))));
    // What the service manager keeps for us looks as if it were open.
    setenv("CREDENTIALS_DIRECTORY", folder_.c_str(), 1);
    EXPECT_EQ(value(path), "geheim");
    setenv("CREDENTIALS_DIRECTORY", (folder_ + "x").c_str(), 1);
    EXPECT_THAT(refused(path), HasSubstr("mode 0640"));
    std::filesystem::permissions(path, std::filesystem::perms(0600));
    EXPECT_EQ(value(path), "geheim");
    EXPECT_EQ(warned(), "");
    if (geteuid() != 0) return;
    ASSERT_EQ(chown(path.c_str(), 12345, 12345), 0);
    EXPECT_THAT(refused(path), HasSubstr("belongs to another user (12345, mode 0600)"));
}

TEST_F(PasswordTest, OrderOfTheSources) {
    file("from-systemd\n", "vnc-password");
    setenv("CREDENTIALS_DIRECTORY", folder_.c_str(), 1);
    EXPECT_EQ(value(), "from-systemd");
    setenv("ECSVIEW_VNC_PASSWORD", "from-env", 1);
    EXPECT_EQ(value(), "from-env");
    setenv("ECSVIEW_VNC_PASSWORD", "from-env", 1);
    EXPECT_EQ(value(file("from-file")), "from-file");
    setenv("ECSVIEW_VNC_PASSWORD", "from-env", 1);
    EXPECT_THAT(refused(folder_ + "/absent"), HasSubstr("cannot be opened"));
}

TEST_F(PasswordTest, ALinksComesBehindTheFileAndBeforeAllOthers) {
    const Secret of_link(std::string("from-link"));
    const auto with_link = [&](const std::optional<std::string>& path = std::nullopt) {
        return std::string(vnc_password(path, false, of_link)->reveal());
    };
    file("from-systemd\n", "vnc-password");
    setenv("CREDENTIALS_DIRECTORY", folder_.c_str(), 1);
    setenv("ECSVIEW_VNC_PASSWORD", "from-env", 1);
    EXPECT_EQ(with_link(), "from-link");
    EXPECT_EQ(with_link(file("from-file")), "from-file");
    EXPECT_THROW(with_link(folder_ + "/absent"), Error);
    EXPECT_EQ(std::string(vnc_password(std::nullopt, false, Secret())->reveal()), "from-systemd");
}

TEST_F(PasswordTest, SystemdWithoutThisCredential) {
    setenv("CREDENTIALS_DIRECTORY", folder_.c_str(), 1);
    EXPECT_EQ(value(), "(none)");
    setenv("CREDENTIALS_DIRECTORY", (folder_ + "/absent").c_str(), 1);
    EXPECT_EQ(value(), "(none)");
    setenv("CREDENTIALS_DIRECTORY", folder_.c_str(), 1);
    file("", "vnc-password");
    EXPECT_THAT(refused(), HasSubstr("vnc-password"));
}

}  // namespace
}  // namespace ecsview::options
