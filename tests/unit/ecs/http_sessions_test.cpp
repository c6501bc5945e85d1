// SPDX-License-Identifier: GPL-2.0-or-later
// What libcurl and servers make of it is shown by tests/e2e/test_resumption.py.
#include "ecs/http_sessions.h"

#include <curl/curl.h>
#include <gtest/gtest.h>

namespace ecsview::ecs {
namespace {

using namespace std::chrono_literals;

const HttpSessions::Time now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 30);

class HttpSessionsTest : public testing::Test {
protected:
    HttpSessionsTest() { curl_global_init(CURL_GLOBAL_DEFAULT); }
    ~HttpSessionsTest() override { curl_global_cleanup(); }

    HttpSessions sessions_;
};

TEST_F(HttpSessionsTest, AllUseOneShelf) {
    const auto shelf = sessions_.shelf(now);
    ASSERT_TRUE(shelf);
    EXPECT_EQ(sessions_.shelf(now + 1h), shelf);
    sessions_.judged(shelf, now, now + 2h);
    EXPECT_EQ(sessions_.shelf(now + 1h), shelf);
}

TEST_F(HttpSessionsTest, TheFirstCertificateToEndEndsAll) {
    const auto shelf = sessions_.shelf(now);
    sessions_.judged(shelf, now, now + 2h);
    sessions_.judged(shelf, now, now + 10min);
    sessions_.judged(shelf, now + 1min, now + 20h);
    EXPECT_EQ(sessions_.shelf(now + 10min - 1s), shelf);
    const auto next = sessions_.shelf(now + 10min);
    EXPECT_NE(next, shelf);
    EXPECT_EQ(sessions_.shelf(now + 5h), next);
}

TEST_F(HttpSessionsTest, ADayEndsAll) {
    const auto shelf = sessions_.shelf(now);
    sessions_.judged(shelf, now, now + 24h * 90);
    sessions_.judged(shelf, now + 23h, now + 24h * 90);
    EXPECT_NE(sessions_.shelf(now + 24h), shelf);
}

// A request of before, which ends now, says nothing of what is kept since.
TEST_F(HttpSessionsTest, AnOldShelfLengthensNothing) {
    const auto old = sessions_.shelf(now);
    sessions_.judged(old, now, now + 10min);
    const auto next = sessions_.shelf(now + 10min);
    sessions_.judged(next, now + 10min, now + 20min);
    sessions_.judged(old, now + 11min, now + 12min);
    EXPECT_EQ(sessions_.shelf(now + 19min), next);
    EXPECT_FALSE(sessions_.drop(old));
    EXPECT_EQ(sessions_.shelf(now + 19min), next);
}

TEST_F(HttpSessionsTest, OnlyWhatMayHaveASessionIsDroppedForOne) {
    auto shelf = sessions_.shelf(now);
    EXPECT_FALSE(sessions_.drop(shelf));
    shelf = sessions_.shelf(now);
    sessions_.judged(shelf, now, now + 1h);
    EXPECT_TRUE(sessions_.drop(shelf));
    EXPECT_NE(sessions_.shelf(now), shelf);
    EXPECT_FALSE(sessions_.drop(nullptr));
}

}  // namespace
}  // namespace ecsview::ecs
