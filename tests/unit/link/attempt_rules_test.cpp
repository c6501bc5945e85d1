// SPDX-License-Identifier: GPL-2.0-or-later
// What the decoder may not say in an attempt, or not at that time: it is stopped.
#include <thread>

#include "attempt_fixture.h"

namespace ecsview::link {
namespace {

TEST_F(AttemptTest, AReportBeforeTheLastWasAcknowledgedBreaksTheRules) {
    listener.copies = false;
    decoder->say(screen::Ready{"x"});
    decoder->say(screen::Resized{1, 1, size});
    decoder->say(screen::Damaged{2, 1, true, FakeDecoder::whole(size)});
    decoder->say(screen::Stopped{"not_rfb", ""});
    expect_broken(run());
    EXPECT_EQ(listener.pictures.size(), 1u);
}

TEST_F(AttemptTest, WhatComesAfterPicturesIsNotToldBeforeTheyAreAcknowledged) {
    const screen::FromDecoder too_early[] = {screen::Answered{1, true}, screen::Fenced{}};
    for (std::size_t i = 0; i < 2; ++i) {
        FakeTunnel other;
        listener.copies = false;
        Attempt one({other, decoders, listener, {}, {}});
        const auto liar = decoders.decoder(1 + i);  // the fixture has the first
        liar->say(screen::Ready{"x"});
        liar->say(screen::Resized{1, 1, size});
        liar->say(too_early[i]);
        liar->say(screen::Stopped{"not_rfb", ""});
        const auto end =
            one.run(destination, Addresses{{"127.0.0.1"}}, Attempt::Clock::now() + patience);
        EXPECT_EQ(end->cause, Cause("decoder_lied"));
    }
}

TEST_F(AttemptTest, ARepeatedNumberBreaksTheRules) {
    decoder->say(screen::Ready{"x"});
    decoder->say(screen::Resized{1, 1, size});
    decoder->say(screen::Damaged{1, 1, true, FakeDecoder::whole(size)});
    expect_broken(run());
}

TEST_F(AttemptTest, ASkippedNumberBreaksTheRules) {
    decoder->say(screen::Resized{2, 1, size});
    expect_broken(run());
}

TEST_F(AttemptTest, AnOldGenerationBreaksTheRules) {
    decoder->say(screen::Resized{1, 1, size});
    decoder->say(screen::Resized{2, 2, size});
    decoder->say(screen::Damaged{3, 1, true, FakeDecoder::whole(size)});
    expect_broken(run());
}

TEST_F(AttemptTest, ARepeatedGenerationBreaksTheRules) {
    decoder->say(screen::Resized{1, 1, size});
    decoder->say(screen::Resized{2, 1, size});
    expect_broken(run());
}

TEST_F(AttemptTest, DamageOfTheSizeBeforeBreaksTheRules) {
    decoder->say(screen::Resized{1, 1, size});
    decoder->say(screen::Resized{2, 2, {size.width / 2, size.height}});
    decoder->say(screen::Damaged{3, 2, true, FakeDecoder::whole(size)});
    expect_broken(run());
}

TEST_F(AttemptTest, ACursorOutOfTurnBreaksTheRules) {
    decoder->say(screen::CursorChanged{5, 1, 1, 0, 0});
    expect_broken(run());
}

TEST_F(AttemptTest, WhatIsSaidOnceIsNotSaidTwice) {
    decoder->say(screen::Ready{"x"});
    decoder->say(screen::Ready{"x"});
    expect_broken(run());
}

TEST_F(AttemptTest, WhatTheSandboxLacksIsSaidOnce) {
    decoder->say(screen::Unconfined{screen::wall_filter});
    decoder->say(screen::Unconfined{screen::wall_layout});
    expect_broken(run());
}

TEST_F(AttemptTest, WhatTheSandboxLacksIsSaidAtTheBeginning) {
    decoder->say(screen::Ready{"x"});
    decoder->say(screen::Unconfined{screen::wall_filter});
    expect_broken(run());
}

TEST_F(AttemptTest, NoPasswordIsAskedForTwiceOrLate) {
    listener.answer = "secret";
    decoder->say(screen::NeedPassword{});
    decoder->say(screen::NeedPassword{});
    expect_broken(run());
    EXPECT_EQ(listener.asked, 1);
}

TEST_F(AttemptTest, NoPasswordIsAskedForAfterTheHandshake) {
    decoder->say(screen::Ready{"x"});
    decoder->say(screen::NeedPassword{});
    expect_broken(run());
    EXPECT_EQ(listener.asked, 0);
}

TEST_F(AttemptTest, RubbishBreaksTheRules) {
    decoder->say_bytes("\xff rubbish");
    expect_broken(run());
}

TEST_F(AttemptTest, MoreThanAHandshakeBreaksTheRules) {
    closed(1, "decoder_lied");
    expect_broken(run());
}

TEST_F(AttemptTest, MoreThanAHandshakeBreaksTheRulesWhateverTheDecoderSaysOfIt) {
    decoder->say(screen::Stopped{"closed", ""});
    closed(1, "decoder_lied");
    expect_broken(run());
}

// --- the clipboard ---

class ClipboardRules : public AttemptTest {
protected:
    void offer_clipboard(bool offered) {
        rfb::DecoderOrder order;
        order.offer.clipboard = offered;
        attempt = std::make_unique<Attempt>(Attempt::Parts{tunnel, decoders, listener, order, {}});
        decoder = decoders.decoder(1);
    }
};

TEST_F(ClipboardRules, ATextInPartsIsOne) {
    offer_clipboard(true);
    decoder->show(size);
    decoder->say(screen::ClipboardOffered{screen::clipboard_caps, 0});
    decoder->say(screen::ClipboardText{"one ", false});
    decoder->say(screen::ClipboardText{"text", true});
    decoder->say(screen::ClipboardSignalled{screen::clipboard_notify});
    decoder->say(screen::ClipboardLeftOut{});
    decoder->say(screen::Stopped{"not_rfb", ""});
    EXPECT_EQ(run().cause, Cause("not_rfb"));
    ASSERT_EQ(listener.clipboards.size(), 4u);
    const auto& told = listener.clipboards.back();
    EXPECT_EQ(*told.text, "one text");
    EXPECT_EQ(told.texts, 1u);
    EXPECT_EQ(told.notices, 1u);
    EXPECT_EQ(told.left_out, 1u);
    EXPECT_EQ(told.actions, std::uint32_t{screen::clipboard_caps});
}

TEST_F(ClipboardRules, NothingOfItIsSaidThatWasNotOffered) {
    const screen::FromDecoder all[] = {screen::ClipboardOffered{screen::clipboard_caps, 0},
                                       screen::ClipboardSignalled{screen::clipboard_notify},
                                       screen::ClipboardText{"x", true},
                                       screen::ClipboardLeftOut{}};
    for (const auto& message : all) {
        FakeDecoders some;
        for (const bool live : {false, true}) {
            rfb::DecoderOrder order;
            order.offer.clipboard = !live;  // not before the handshake is over either
            FakeTunnel other;
            Attempt one({other, some, listener, order, {}});
            const auto liar = some.decoder(some.count() - 1);
            if (live) liar->say(screen::Ready{"x"});
            liar->say(message);
            liar->say(screen::Stopped{"not_rfb", ""});
            const auto end =
                one.run(destination, Addresses{{"127.0.0.1"}}, Attempt::Clock::now() + patience);
            EXPECT_EQ(end->cause, Cause("decoder_lied")) << message.index() << live;
        }
    }
}

TEST_F(ClipboardRules, ATextWithoutAnEndBreaksTheRules) {
    offer_clipboard(true);
    decoder->say(screen::Ready{"x"});
    std::thread talker([&] {
        const std::string part(screen::max_part_bytes, 'x');
        for (std::size_t sent = 0; sent <= screen::max_clipboard_bytes; sent += part.size())
            decoder->say_bytes_of(screen::ClipboardText{part, false});
        decoder->say_bytes_of(screen::Stopped{"not_rfb", ""});
    });
    expect_broken(run());
    attempt.reset();  // closes the socket: whoever still talks is not waited for
    talker.join();
}

}  // namespace
}  // namespace ecsview::link
