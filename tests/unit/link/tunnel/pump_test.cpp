// SPDX-License-Identifier: GPL-2.0-or-later
// The pump with real sockets; the test plays both of its ends.
#include "link/tunnel/pump.h"

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <future>

#include "pump_fixture.h"

namespace ecsview::link {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST_F(PumpTest, CarriesBytesOfTheServerToTheDecoder) {
    open_and_accept();
    server.send("RFB 003.008\n");
    EXPECT_EQ(read_exactly(decoder.get(), 12), "RFB 003.008\n");
}

TEST_F(PumpTest, TheHandshakeIsTheDecodersAndWhatFollowsIsOurs) {
    open_and_accept();
    ::send(decoder.get(), "hand", 4, 0);
    EXPECT_EQ(server.receive(4), "hand");
    ::send(decoder.get(), "shake", 5, 0);
    tunnel().go_live(false, IdleStep::release);
    tunnel().send(key);
    EXPECT_EQ(server.receive(5 + key.bytes.size()), "shake" + key.bytes);
    // From now on it may say what it likes.
    ::send(decoder.get(), "evil", 4, 0);
    tunnel().send(key);
    EXPECT_EQ(server.receive(key.bytes.size()), key.bytes);
}

TEST_F(PumpTest, InputWaitsForTheHandshakeAndGoesBeforeRequests) {
    open_and_accept();
    tunnel().send(question);
    tunnel().send(key);
    ::send(decoder.get(), "x", 1, 0);
    EXPECT_EQ(server.receive(1), "x");
    tunnel().go_live(false, IdleStep::release);
    EXPECT_EQ(server.receive(key.bytes.size() + question.bytes.size()), key.bytes + question.bytes);
}

// While the pump waits, whoever has a key writes it: no thread has to be woken first. What waits
// there for the pump goes in turn.
TEST_F(PumpTest, AKeyIsWrittenByTheThreadThatHasIt) {
    open_and_live();
    EXPECT_GT(written_at_once(key), sendings / 2);
    EXPECT_TRUE(tunnel().drain(patience));
    EXPECT_FALSE(readable(server.fd(), 0ms)) << "nothing is written twice";
}

// It may be one of many, of which only the last counts.
TEST_F(PumpTest, AMotionIsLeftToThePump) {
    open_and_live();
    EXPECT_LT(written_at_once(rfb::pointer_event(0, {3, 4}, rfb::MessageKind::motion)),
              sendings / 2);
    EXPECT_LT(written_at_once(rfb::pointer_step(0, {1, 0})), sendings / 2);
}

// Whoever typed it saw no console.
TEST_F(PumpTest, InputWithoutALinkIsForNone) {
    tunnel().send(key);
    open_and_live();
    tunnel().send(question);
    EXPECT_EQ(server.receive(question.bytes.size()), question.bytes);
}

TEST_F(PumpTest, ADecoderThatWritesMoreThanAHandshakeIsCutOff) {
    open_and_accept();
    const std::string much(70'000, 'x');
    std::size_t done = 0;
    while (done < much.size()) {
        pollfd wait{decoder.get(), POLLOUT, 0};
        poll(&wait, 1, -1);
        const auto size = ::send(decoder.get(), much.data() + done, much.size() - done,
                                 MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size < 0) break;
        done += static_cast<std::size_t>(size);
    }
    char byte;
    ASSERT_TRUE(readable(decoder.get()));
    EXPECT_LE(recv(decoder.get(), &byte, 1, 0), 0);
    EXPECT_EQ(wait(TunnelPhase::closed).ending->cause, Cause("decoder_lied"));
}

// Also when each piece has gone to the server before the next one comes.
TEST_F(PumpTest, ADecoderMayWriteAHandshakeInAllAndNoMore) {
    open_and_accept();
    const std::string piece(128, 'x');
    for (int i = 0; i < 8; ++i) {
        ASSERT_EQ(::send(decoder.get(), piece.data(), piece.size(), MSG_NOSIGNAL), 128);
        ASSERT_EQ(server.receive(piece.size()), piece);
    }
    ::send(decoder.get(), "x", 1, MSG_NOSIGNAL);
    EXPECT_EQ(wait(TunnelPhase::closed).ending->cause, Cause("decoder_lied"));
}

TEST_F(PumpTest, BeforeALinkIsLiveNothingIsAskedOfABareServer) {
    limits.ping_after = 1ms;
    open_and_accept();
    // Many looks are due before these bytes come back; none may have written into the handshake.
    for (int i = 0; i < 20; ++i) {
        std::this_thread::sleep_for(2ms);
        ::send(decoder.get(), "x", 1, 0);
        EXPECT_EQ(server.receive(1), "x");
    }
}

TEST_F(PumpTest, ASilentLinkIsAskedForOnePixel) {
    limits.ping_after = 20ms;
    open_and_live();
    EXPECT_EQ(server.receive(question.bytes.size()), question.bytes);
}

// Nor is anything asked of a line because of that pixel.
TEST_F(PumpTest, ThePixelIsNoChangeOfTheGuests) {
    open_and_live();
    const auto all = rfb::framebuffer_update_request(false, {0, 0, 8, 4}).bytes;
    const auto changes = rfb::framebuffer_update_request(true, {0, 0, 8, 4}).bytes;
    tunnel().tell(SizeTold{{8, 4}});
    EXPECT_EQ(server.receive(all.size()), all);
    tunnel().tell(UpdateTold{.other = true, .answered = true});
    EXPECT_THAT(server.receive(changes.size()), StartsWith(changes));
    std::this_thread::sleep_for(30ms);  // to a server that is far away
    tunnel().tell(UpdateTold{.other = true, .answered = true});
    tunnel().suspect();
    EXPECT_EQ(server.receive(question.bytes.size()), question.bytes);
    tunnel().tell(UpdateTold{.pixels = true});
    EXPECT_EQ(server.receive(changes.size()), changes);
    EXPECT_FALSE(readable(server.fd(), 50ms));
}

TEST_F(PumpTest, AndGivenUp) {
    limits.ping_after = 20ms;
    limits.hang_up_after = 60ms;
    limits.oversleep = 60s;
    open_and_live();
    const auto status = wait(TunnelPhase::closed);
    EXPECT_EQ(status.ending->cause, Cause("silent"));
    EXPECT_THAT(status.ending->sentence, HasSubstr("does not answer"));
}

// The machine has slept: the server may be gone since, and the next look is far away.
TEST_F(PumpTest, ASuspectLinkIsAskedAtOnce) {
    open_and_live();
    tunnel().suspect();
    EXPECT_EQ(server.receive(question.bytes.size()), question.bytes);
}

TEST_F(PumpTest, WhatCameBeforeTheEndReachesTheDecoder) {
    open_and_accept();
    server.send("last words");
    server.hang_up();
    EXPECT_EQ(wait(TunnelPhase::closed).ending->cause, Cause("closed"));
    EXPECT_EQ(read_exactly(decoder.get(), 10), "last words");
    char byte;
    ASSERT_TRUE(readable(decoder.get())) << "it does not see the end";
    EXPECT_EQ(recv(decoder.get(), &byte, 1, 0), 0);
}

TEST_F(PumpTest, ADecoderThatDoesNotReadHoldsTheServerBack) {
    open_and_live();
    const std::string chunk(1 << 16, 'x');
    std::size_t taken = 0;
    for (;;) {
        pollfd wait{server.fd(), POLLOUT, 0};
        if (poll(&wait, 1, 500) == 0) break;
        const auto size = ::send(server.fd(), chunk.data(), chunk.size(), MSG_DONTWAIT);
        if (size > 0) taken += static_cast<std::size_t>(size);
        ASSERT_LT(taken, 64u << 20) << "it is kept in our memory";
    }
    EXPECT_EQ(read_exactly(decoder.get(), taken).size(), taken);
}

TEST_F(PumpTest, WhereNobodyListensItSaysSo) {
    server.stop_listening();
    number = open();
    EXPECT_EQ(wait(TunnelPhase::closed).ending->cause, Cause("unreachable"));
}

// Whoever has used up the descriptors may give some back.
TEST_F(PumpTest, WithoutADescriptorItCostsOneAttempt) {
    constexpr int few = 32;  // poll(2) takes no more than the limit at once
    std::vector<UniqueFd> taken;
    do taken.emplace_back(dup(server.port_fd()));
    while (taken.back().get() < few);
    open_and_accept();
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    decoder = UniqueFd(ends[1]);
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    const rlimit now{few, before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &now);
    number = open(UniqueFd(ends[0]));
    const auto end = wait(TunnelPhase::closed).ending;
    setrlimit(RLIMIT_NOFILE, &before);
    ASSERT_TRUE(end);
    EXPECT_EQ(end->cause, Cause("no_descriptor"));
    open_and_live();
    tunnel().send(key);
    EXPECT_EQ(server.receive(key.bytes.size()), key.bytes);
}

TEST_F(PumpTest, ANewLinkTakesThePlaceOfTheLastAndHasItsOwnNumber) {
    open_and_accept();
    const auto first = number;
    const UniqueFd old = std::move(decoder);
    open_and_accept();
    EXPECT_GT(number, first);
    server.send("new");
    EXPECT_EQ(read_exactly(decoder.get(), 3), "new");
    char byte;
    ASSERT_TRUE(readable(old.get()));
    EXPECT_EQ(recv(old.get(), &byte, 1, 0), 0);
}

TEST_F(PumpTest, WhatWasSentIsOnItsWayBeforeDrainReturns) {
    open_and_live();
    for (int i = 0; i < 100; ++i) tunnel().send(key);
    tunnel().drain(patience);
    tunnel_.reset();
    EXPECT_EQ(server.receive(100 * key.bytes.size()).size(), 100 * key.bytes.size());
}

TEST_F(PumpTest, AnIdleConsoleGetsTheStepThatWasOrdered) {
    limits.idle_limit = 90ms;
    open_and_live(IdleStep::nudge);
    const auto there = rfb::pointer_event(0, {30, 40}, rfb::MessageKind::motion);
    const auto aside = rfb::pointer_event(0, {29, 40}, rfb::MessageKind::motion);
    tunnel().send(there);
    const std::string all = there.bytes + aside.bytes + there.bytes;
    EXPECT_EQ(server.receive(all.size()), all);
}

TEST_F(PumpTest, AMouseThatTakesStepsIsNotNudgedAsAPlace) {
    limits.idle_limit = 90ms;
    std::promise<void> seen;
    alive = [&] { seen.set_value(); };
    open_and_live(IdleStep::nudge);
    tunnel().tell(screen::PointerType{.absolute = false});
    tunnel().prove_alive();
    seen.get_future().wait();
    const auto step = [](int x) { return rfb::pointer_step(0, {x, 0}); };
    tunnel().send(step(7));
    const std::string all = step(7).bytes + step(-1).bytes + step(1).bytes;
    const std::string key_up = rfb::key_event(false, 0xff14).bytes;
    std::string came = server.receive(key_up.size());
    while (came == key_up) came = server.receive(key_up.size());  // it was idle before
    EXPECT_EQ(came + server.receive(all.size() - came.size()), all);
}

// A machine that has much to do may be late for one.
TEST_F(PumpTest, ACutAtTheIdleLimitIsToldWithWhatDidNotPreventIt) {
    limits.idle_limit = 1500ms;
    std::optional<IdleStep> told;
    for (int tries = 0; tries < 10 && !told; ++tries) {
        open_and_live();
        EXPECT_EQ(server.receive(key.bytes.size()).size(), key.bytes.size());  // after 1 s
        std::this_thread::sleep_for(400ms);
        server.hang_up();
        told = wait(TunnelPhase::closed).ending->idle_cut;
    }
    EXPECT_EQ(told, IdleStep::release);
}

TEST_F(PumpTest, AnEndThatWeMadeIsNone) {
    limits.idle_limit = 1500ms;
    limits.ping_after = 1s;
    limits.hang_up_after = 500ms;
    open_and_live();
    const auto end = wait(TunnelPhase::closed).ending;
    EXPECT_EQ(end->cause, Cause("silent"));
    EXPECT_FALSE(end->idle_cut);
}

TEST_F(PumpTest, AnEarlierCutIsNone) {
    open_and_live();
    server.hang_up();
    EXPECT_FALSE(wait(TunnelPhase::closed).ending->idle_cut);
}

// What the link before it sent does not count for one that never was live.
TEST_F(PumpTest, AnEndBeforeALinkIsLiveIsNoIdleCut) {
    limits.idle_limit = 1500ms;
    open_and_live();
    EXPECT_EQ(server.receive(key.bytes.size()).size(), key.bytes.size());  // after 1 s
    open_and_accept();
    std::this_thread::sleep_for(400ms);
    server.hang_up();
    EXPECT_FALSE(wait(TunnelPhase::closed).ending->idle_cut);
}

TEST_F(PumpTest, WhatCameIsCountedOverAllLinks) {
    for (const std::uint64_t before : {0, 12}) {
        open_and_accept();
        EXPECT_EQ(tunnel().meters().link, number);
        EXPECT_EQ(tunnel().meters().bytes, before);
        server.send("RFB 003.008\n");
        EXPECT_EQ(read_exactly(decoder.get(), 12).size(), 12u);
        EXPECT_EQ(tunnel().meters().bytes, before + 12);
    }
}

TEST_F(PumpTest, AThreadThatEndsIsSeen) {
    alive = [] { throw std::bad_alloc(); };
    open_and_live();
    tunnel().prove_alive();
    EXPECT_EQ(wait(TunnelPhase::closed).ending->cause, Cause("no_pump"));
    open();  // and so is each that comes after it
    EXPECT_EQ(tunnel().status().ending->cause, Cause("no_pump"));
}

std::ptrdiff_t threads() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

std::size_t count(std::string_view text, std::string_view what) {
    std::size_t number = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++number;
    return number;
}

TEST_F(PumpTest, AThreadThatCannotGoOnSaysSoOnceAndEnds) {
    testing::internal::CaptureStderr();
    const auto before = threads();
    alive = [] { throw std::bad_alloc(); };
    open_and_live();
    tunnel().prove_alive();
    EXPECT_EQ(wait(TunnelPhase::closed).ending->cause, Cause("no_pump"));
    const auto limit = std::chrono::steady_clock::now() + patience;
    while (threads() > before && std::chrono::steady_clock::now() < limit)
        std::this_thread::sleep_for(1ms);
    EXPECT_LE(threads(), before) << "it serves the link on";
    tunnel_.reset();
    EXPECT_EQ(count(testing::internal::GetCapturedStderr(), "cannot go on"), 1u);
}

TEST_F(PumpTest, AnEndThatIsOursIsNoFault) {
    testing::internal::CaptureStderr();
    open_and_live();
    tunnel_.reset();
    EXPECT_EQ(count(testing::internal::GetCapturedStderr(), "cannot go on"), 0u);
}

}  // namespace
}  // namespace ecsview::link
