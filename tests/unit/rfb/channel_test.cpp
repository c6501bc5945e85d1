// SPDX-License-Identifier: GPL-2.0-or-later
// The decoder's end of the messages, with a fake main at the other end of the socket. What main
// will say is mostly said beforehand; where it matters that nothing happens until then, a thread
// of the decoder's own waits for it.
#include "rfb/decoder/channel.h"

#include <gmock/gmock.h>
#include <poll.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "base/sanitizing.h"
#include "screen/framebuffer.h"

namespace ecsview::rfb {
namespace {

using namespace std::chrono_literals;
using screen::DesktopRect;
using testing::ElementsAre;

constexpr int patience = 20'000;  // ms; only a test that fails sees the end of it
constexpr std::uint32_t old_pixel = 0x00abcdef;
constexpr screen::DesktopSize size{8, 4};

Channel::Clock::time_point now_here;

// Main, as the decoder sees it.
class Main {
public:
    Main() {
        int ends[2];
        EXPECT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
        ours_ = UniqueFd(ends[0]);
        theirs = UniqueFd(ends[1]);
        peek_ = UniqueFd(dup(theirs.get()));
        void* map = mmap(nullptr, screen::shared_bytes, PROT_READ | PROT_WRITE,
                         MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        memory = static_cast<std::uint32_t*>(map);
        std::fill_n(memory, 64, old_pixel);
    }
    ~Main() { munmap(memory, screen::shared_bytes); }
    Main(const Main&) = delete;

    void say(const screen::ToDecoder& message) const { say_bytes(encode(message)); }
    void say_bytes(const std::vector<std::byte>& bytes) const {
        ASSERT_EQ(send(ours_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(bytes.size()));
    }
    void acknowledge(std::uint32_t sequence) const { say(screen::Acknowledge{sequence}); }

    bool hears_something(int milliseconds = 0) const {
        pollfd wait{ours_.get(), POLLIN, 0};
        return poll(&wait, 1, milliseconds) > 0;
    }
    // The decoder's next message, which has to be of that kind.
    template <class Message>
    Message hear(screen::DesktopSize desktop = size) const {
        std::array<std::byte, screen::max_message_bytes> buffer{};
        if (!hears_something(patience)) return ADD_FAILURE() << "it says nothing", Message{};
        const auto got = recv(ours_.get(), buffer.data(), buffer.size(), 0);
        const auto message = screen::parse_from_decoder(
            {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))}, desktop);
        if (!message || !std::holds_alternative<Message>(*message))
            return ADD_FAILURE() << "it says something else", Message{};
        return std::get<Message>(*message);
    }
    // Whether the decoder has read all that was said to it.
    bool heard_out() const {
        char byte;
        return recv(peek_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0;
    }
    screen::Activity activity() const { return screen::activity_of(word()); }
    std::uint32_t word() const {
        return __atomic_load_n(memory + screen::activity_at, __ATOMIC_RELAXED);
    }
    void wait_for(screen::Activity what) const {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience);
        while (activity() != what && std::chrono::steady_clock::now() < end)
            std::this_thread::yield();
        EXPECT_EQ(activity(), what) << "it never does";
    }
    // Also where a death test has its own copy of the descriptor.
    void go_away() const { shutdown(ours_.get(), SHUT_RDWR); }

    UniqueFd theirs;
    std::uint32_t* memory;

private:
    UniqueFd ours_, peek_;
};

class ChannelTest : public testing::Test {
protected:
    ChannelTest() : channel(std::move(main.theirs), main.memory, [] { return now_here; }) {
        now_here = Channel::Clock::time_point(1000h);
    }
    // A desktop of that size, and everything acknowledged.
    void begin() {
        main.acknowledge(1);
        channel.resize(size);
        main.hear<screen::Resized>();
    }
    void whole_picture(std::uint32_t sequence) {
        channel.before_drawing();
        channel.drawn({0, 0, 8, 4});
        channel.update_complete(0);
        main.hear<screen::Damaged>();
        main.acknowledge(sequence);
    }

    Main main;
    Channel channel;
};

TEST_F(ChannelTest, ANewSizeIsAgreedOnBeforeAnythingIsCleared) {
    std::thread decoder([&] { channel.resize(size); });
    const auto message = main.hear<screen::Resized>();
    main.wait_for(screen::Activity::waiting);
    EXPECT_EQ(message.sequence, 1u);
    EXPECT_EQ(message.generation, 1u);
    EXPECT_EQ(message.size, size);
    EXPECT_EQ(main.memory[0], old_pixel);  // main may still copy it
    main.acknowledge(1);
    decoder.join();
    EXPECT_EQ(std::count(main.memory, main.memory + 32, 0u), 32);
    EXPECT_EQ(main.memory[32], old_pixel);  // and nothing beyond
    EXPECT_EQ(main.activity(), screen::Activity::working);
}

TEST_F(ChannelTest, EachSizeIsAnotherGeneration) {
    begin();
    main.acknowledge(2);
    channel.resize({4, 4});
    const auto message = main.hear<screen::Resized>();
    EXPECT_EQ(message.sequence, 2u);
    EXPECT_EQ(message.generation, 2u);
    channel.drawn({0, 0, 1, 1});
    channel.update_complete(0);
    EXPECT_EQ(main.hear<screen::Damaged>({4, 4}).generation, 2u);
}

TEST_F(ChannelTest, OnlyTheRightAcknowledgementCounts) {
    main.acknowledge(0);
    main.acknowledge(7);
    main.say(screen::Password{Secret("nobody asked")});
    main.acknowledge(1);
    channel.resize(size);
    EXPECT_TRUE(main.heard_out());
}

TEST_F(ChannelTest, AnUpdateIsToldAtItsEnd) {
    begin();
    channel.before_drawing();
    channel.drawn({0, 0, 2, 2});
    channel.drawn({4, 1, 2, 2});
    EXPECT_FALSE(main.hears_something());
    channel.update_complete(0);
    const auto message = main.hear<screen::Damaged>();
    EXPECT_EQ(message.sequence, 2u);
    EXPECT_EQ(message.generation, 1u);
    EXPECT_TRUE(message.complete);
    EXPECT_THAT(message.damage.rects(),
                ElementsAre(DesktopRect{0, 0, 2, 2}, DesktopRect{4, 1, 2, 2}));
    main.acknowledge(2);
    channel.before_drawing();  // of what was told already, nothing is told again
    channel.drawn({7, 3, 1, 1});
    channel.update_complete(0);
    EXPECT_THAT(main.hear<screen::Damaged>().damage.rects(), ElementsAre(DesktopRect{7, 3, 1, 1}));
    EXPECT_FALSE(main.hears_something());  // and nothing was asked in it
}

TEST_F(ChannelTest, AnUpdateWithoutPixelsIsNoPictureButIsAnswered) {
    begin();
    channel.before_drawing();
    channel.update_complete(0);
    const auto first = main.hear<screen::Answered>();
    EXPECT_EQ(first.count, 0);
    EXPECT_TRUE(first.alone);
    channel.update_complete(3);
    EXPECT_EQ(main.hear<screen::Answered>().count, 3);
    EXPECT_FALSE(main.hears_something());
}

TEST_F(ChannelTest, AnAnswerComesWhenThePictureBeforeItIsAcknowledged) {
    begin();
    channel.before_drawing();
    channel.drawn({0, 0, 8, 4});
    std::thread decoder([&] { channel.update_complete(2); });
    main.hear<screen::Damaged>();
    main.wait_for(screen::Activity::waiting);
    EXPECT_FALSE(main.hears_something());
    main.acknowledge(2);
    decoder.join();
    const auto message = main.hear<screen::Answered>();
    EXPECT_EQ(message.count, 2);
    EXPECT_FALSE(message.alone);
}

TEST_F(ChannelTest, WhatLiesOutsideOfTheDesktopIsNotTold) {
    begin();
    channel.before_drawing();
    channel.drawn({6, 2, 100, 100});
    channel.update_complete(0);
    EXPECT_THAT(main.hear<screen::Damaged>().damage.rects(), ElementsAre(DesktopRect{6, 2, 2, 2}));
}

TEST_F(ChannelTest, NothingIsDrawnBeforeTheLastReportIsAcknowledged) {
    begin();
    whole_picture(2);
    channel.before_drawing();
    channel.drawn({0, 0, 8, 4});
    channel.update_complete(0);
    main.hear<screen::Damaged>();
    const auto before = main.word();
    std::thread decoder([&] { channel.before_drawing(); });
    main.wait_for(screen::Activity::waiting);
    EXPECT_NE(main.word(), before);
    main.acknowledge(3);
    decoder.join();
    EXPECT_TRUE(main.heard_out());
    channel.before_drawing();  // once is enough
}

TEST_F(ChannelTest, AFirstPictureIsShownInPartsEveryTenthOfASecond) {
    begin();
    channel.before_drawing();
    now_here += 99ms;
    channel.drawn({0, 0, 8, 1});
    EXPECT_FALSE(main.hears_something());
    now_here += 1ms;
    channel.drawn({0, 1, 8, 1});
    const auto part = main.hear<screen::Damaged>();
    EXPECT_FALSE(part.complete);
    EXPECT_THAT(part.damage.rects(), ElementsAre(DesktopRect{0, 0, 8, 2}));
    main.acknowledge(2);
    channel.before_drawing();
    now_here += 99ms;  // since that report
    channel.drawn({0, 2, 8, 1});
    EXPECT_FALSE(main.hears_something());
    channel.update_complete(0);
    EXPECT_TRUE(main.hear<screen::Damaged>().complete);
}

TEST_F(ChannelTest, LaterOnesEveryQuarter) {
    begin();
    whole_picture(2);
    channel.before_drawing();
    now_here += 249ms;
    channel.drawn({0, 0, 8, 1});
    EXPECT_FALSE(main.hears_something());
    now_here += 1ms;
    channel.drawn({0, 1, 8, 1});
    EXPECT_FALSE(main.hear<screen::Damaged>().complete);
}

TEST_F(ChannelTest, AnUpdateWithoutPixelsIsNoFirstPicture) {
    begin();
    channel.before_drawing();
    channel.update_complete(0);
    main.hear<screen::Answered>();
    channel.before_drawing();
    now_here += 100ms;
    channel.drawn({0, 0, 8, 1});
    EXPECT_FALSE(main.hear<screen::Damaged>().complete);
}

TEST_F(ChannelTest, TheTimeBetweenUpdatesDoesNotCount) {
    begin();
    whole_picture(2);
    now_here += 1h;
    channel.before_drawing();
    channel.drawn({0, 0, 8, 1});
    EXPECT_FALSE(main.hears_something());
}

TEST_F(ChannelTest, ACursorLiesInItsPlace) {
    begin();
    channel.cursor(2, 2, 1, 0, {0xff112233, 0, 0xff000000, 0x80402010});
    const auto message = main.hear<screen::CursorChanged>();
    EXPECT_EQ(message.sequence, 2u);
    EXPECT_EQ((std::array{message.width, message.height, message.hot_x, message.hot_y}),
              (std::array{2, 2, 1, 0}));
    const auto* pixels = main.memory + screen::max_pixels;
    EXPECT_EQ(pixels[0], 0xff112233);
    EXPECT_EQ(pixels[1], 0u);
    EXPECT_EQ(pixels[2], 0xff000000);
    EXPECT_EQ(pixels[3], 0x80402010u);
    main.acknowledge(2);
    channel.before_drawing();
    EXPECT_TRUE(main.heard_out());
}

TEST_F(ChannelTest, ACursorBeyondItsPlaceIsHidden) {
    const auto white = [](int count) {
        return std::vector<std::uint32_t>(static_cast<std::size_t>(count), 0xffffffffu);
    };
    begin();
    std::uint32_t sequence = 2;
    for (const auto& [width, height] : {std::pair{257, 256}, {256, 257}, {0, 8}, {8, 0}}) {
        channel.cursor(width, height, 5, 5, white(width * height));
        const auto message = main.hear<screen::CursorChanged>();
        EXPECT_EQ((std::array{message.width, message.height, message.hot_x, message.hot_y}),
                  (std::array{0, 0, 0, 0}));
        main.acknowledge(sequence++);
    }
    EXPECT_EQ(main.memory[screen::max_pixels], 0u);
    channel.cursor(256, 256, 400, -3, white(256 * 256));
    const auto message = main.hear<screen::CursorChanged>();
    EXPECT_EQ((std::array{message.width, message.hot_x, message.hot_y}), (std::array{256, 255, 0}));
    EXPECT_EQ(main.memory[screen::max_pixels + 256 * 256 - 1], 0xffffffffu);
}

TEST_F(ChannelTest, APasswordIsAskedForAndNothingElseIsTakenForIt) {
    begin();
    main.acknowledge(1);
    main.say(screen::Password{Secret("geheim")});
    EXPECT_EQ(channel.ask_password().reveal(), "geheim");
    main.hear<screen::NeedPassword>();
}

TEST_F(ChannelTest, WhatItDoesIsSeenWithoutAMessage) {
    channel.now(screen::Activity::resting);
    EXPECT_EQ(main.activity(), screen::Activity::resting);
    const auto first = main.word();
    channel.now(screen::Activity::resting);
    EXPECT_NE(main.word(), first);  // again: something happened in between
    begin();
    channel.before_drawing();
    channel.now(screen::Activity::resting);
    channel.drawn({0, 0, 1, 1});
    EXPECT_EQ(main.activity(), screen::Activity::working);
}

// The stack of a thread is looked at when the thread has ended. A VNC password is short: it lies in
// strings, not behind them.
TEST_F(ChannelTest, NothingOfThePasswordStaysOnTheStack) {
    if (sanitizing) GTEST_SKIP() << "a sanitizer keeps frames elsewhere";
    constexpr std::size_t stack_bytes = 1 << 20;
    static const std::string canary = "cAnary7";
    void* stack =
        mmap(nullptr, stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    ASSERT_EQ(pthread_attr_setstack(&attributes, stack, stack_bytes), 0);
    main.say(screen::Password{Secret(std::string(canary))});
    pthread_t thread;
    const auto ask = [](void* to) -> void* {
        const Secret password = static_cast<Channel*>(to)->ask_password();
        return password.reveal() == canary ? to : nullptr;
    };
    ASSERT_EQ(pthread_create(&thread, &attributes, ask, &channel), 0);
    void* was_right = nullptr;
    pthread_join(thread, &was_right);
    EXPECT_NE(was_right, nullptr);
    const std::string_view left(static_cast<const char*>(stack), stack_bytes);
    EXPECT_EQ(left.find(canary.substr(1)), std::string_view::npos);
    munmap(stack, stack_bytes);
    pthread_attr_destroy(&attributes);
}

using ChannelDeathTest = ChannelTest;

TEST_F(ChannelDeathTest, WithoutMainItEnds) {
    main.go_away();
    EXPECT_EXIT(channel.tell(screen::ExtendedKeys{}), testing::ExitedWithCode(0), "");
    EXPECT_EXIT(channel.ask_password(), testing::ExitedWithCode(0), "");
}

TEST_F(ChannelDeathTest, WhenMainGoesWhileItWaitsItEnds) {
    EXPECT_EXIT(
        {
            std::thread waits([&] { channel.resize(size); });
            main.hear<screen::Resized>();
            main.go_away();
            waits.join();
        },
        testing::ExitedWithCode(0), "");
}

TEST_F(ChannelDeathTest, RubbishFromMainEndsIt) {
    main.say_bytes({std::byte{99}, std::byte{1}});
    EXPECT_EXIT(channel.resize(size), testing::ExitedWithCode(1), "");
}

}  // namespace
}  // namespace ecsview::rfb
