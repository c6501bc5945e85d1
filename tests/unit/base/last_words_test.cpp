// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/last_words.h"

#include <gtest/gtest.h>

#include <new>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace ecsview {
namespace {

const testing::ExitedWithCode code_of_the_decoder(10);

template <class Fault>
void fail(const Fault& fault) {
    throw fault;
}

template <class Fault>
void fail_where_nobody_catches(const Fault& fault) noexcept {
    have_last_words();
    fail(fault);
}

template <class Fault>
void fail_in_a_thread(const Fault& fault) {
    have_last_words();
    std::thread([&] { throw fault; }).join();
}

TEST(LastWordsDeathTest, WithoutMemoryThereIsASentenceAndAnExitCode) {
    EXPECT_EXIT(fail_where_nobody_catches(std::bad_alloc()), code_of_the_decoder,
                "^ecsview: No memory is left; close some programs.\n$");
}

TEST(LastWordsDeathTest, InAThreadToo) {
    EXPECT_EXIT(fail_in_a_thread(std::bad_alloc()), code_of_the_decoder, "No memory is left");
}

TEST(LastWordsDeathTest, WithoutThreadsOrDescriptorsToo) {
    const std::system_error none(std::make_error_code(std::errc::resource_unavailable_try_again));
    EXPECT_EXIT(fail_where_nobody_catches(none), code_of_the_decoder, "No thread or descriptor");
}

TEST(LastWordsDeathTest, AnythingElseIsToBeReported) {
    EXPECT_EXIT(fail_where_nobody_catches(std::runtime_error("secret words")), code_of_the_decoder,
                "^ecsview: Something went wrong that should not; please report it.\n$");
}

}  // namespace
}  // namespace ecsview
