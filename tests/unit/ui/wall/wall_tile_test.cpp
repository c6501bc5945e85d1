// SPDX-License-Identifier: GPL-2.0-or-later
// A console's place on a wall: which pixels are drawn, and when.
#include "ui/wall/wall_tile.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ui/picture/style.h"

namespace ecsview::ui {
namespace {

constexpr int width = 104, height = 84, caption = 22;  // 100x60 is left for the picture
constexpr screen::DesktopSize desktop{100, 60};

std::shared_ptr<const screen::Framebuffer> painted(std::uint32_t colour) {
    auto out = std::make_shared<const screen::Framebuffer>();
    const std::vector<std::uint32_t> pixels(static_cast<std::size_t>(desktop.area()), colour);
    EXPECT_GT(pwrite(out->fd(), pixels.data(), pixels.size() * 4, 0), 0);
    return out;
}

void paint(const screen::Framebuffer& where, int x, int y, std::uint32_t colour) {
    EXPECT_EQ(pwrite(where.fd(), &colour, 4, (y * desktop.width + x) * 4), 4);
}

screen::PictureUpdate update(std::shared_ptr<const screen::Framebuffer> framebuffer,
                             screen::DesktopRect damage, bool complete = true) {
    screen::PictureUpdate out;
    out.framebuffer = std::move(framebuffer);
    out.size = desktop;
    out.damage.add(damage);
    out.complete = complete;
    return out;
}

screen::ConsoleState in(screen::Phase phase) {
    screen::ConsoleState state;
    state.phase = phase;
    return state;
}

struct Tile : testing::Test {
    std::vector<std::uint32_t> pixels = std::vector<std::uint32_t>(2 * width * height, 0x123456);
    Canvas window{pixels.data(), 2 * width, height, 2 * width};
    WallTile tile{"i-a"};

    std::vector<Area> draw() {
        std::vector<Area> drawn;
        tile.draw(window, {width, 0, width, height}, caption, 1, drawn);
        return drawn;
    }
    void take(std::optional<screen::PictureUpdate> picture,
              screen::ConsoleState state = in(screen::Phase::live)) {
        tile.take({std::move(state), std::move(picture)});
    }
    std::uint32_t at(int x, int y) const {  // of the console's picture
        return window.row(caption + y)[width + 2 + x] & 0xffffff;
    }
};

TEST_F(Tile, ShowsItsPictureInItsPlaceOnly) {
    take(update(painted(0x00ff00), {0, 0, 100, 60}));
    EXPECT_EQ(draw(), (std::vector{Area{width, 0, width, height}}));
    EXPECT_EQ(at(0, 0), 0x00ff00u);
    EXPECT_EQ(at(99, 59), 0x00ff00u);
    EXPECT_NE(at(-1, 0), 0x00ff00u);
    EXPECT_EQ(pixels[width - 1], 0x123456u) << "the neighbour's";
    EXPECT_TRUE(draw().empty()) << "nothing has changed";
}

TEST_F(Tile, DrawsWhatHasChanged) {
    const auto framebuffer = painted(0);
    take(update(framebuffer, {0, 0, 100, 60}));
    draw();
    paint(*framebuffer, 40, 30, 0xff0000);
    paint(*framebuffer, 90, 50, 0xff0000);
    take(update(framebuffer, {40, 30, 1, 1}));
    EXPECT_EQ(draw(), (std::vector{Area{width + 2 + 40, caption + 30, 1, 1}}));
    EXPECT_EQ(at(40, 30), 0xff0000u);
    EXPECT_EQ(at(90, 50), 0u) << "it was not told";
    tile.invalidate();
    EXPECT_EQ(draw().size(), 1u);
    EXPECT_EQ(at(90, 50), 0xff0000u);
}

// A damage outside the desktop, and a size that nobody may have.
TEST_F(Tile, BelievesNoNumbers) {
    const auto framebuffer = painted(0xff);
    take(update(framebuffer, {-5, 50, 500, 500}));
    draw();
    EXPECT_EQ(at(0, 59), 0xffu);
    auto wild = update(painted(0xff00), {0, 0, 9000, 9000});
    wild.size = {9000, 9000};
    take(std::move(wild));
    draw();
    EXPECT_EQ(at(0, 0), 0xffu) << "the picture that was there";
}

TEST_F(Tile, AnotherDecodersPictureComesWhenItIsWhole) {
    take(update(painted(0x0000ff), {0, 0, 100, 60}));
    draw();
    const auto second = painted(0x00ff00);
    take(update(second, {0, 0, 100, 30}, false));
    draw();
    EXPECT_EQ(at(50, 10), 0x0000ffu);
    take(update(second, {0, 30, 100, 30}));
    draw();
    EXPECT_EQ(at(50, 10), 0x00ff00u);
}

TEST_F(Tile, APictureThatIsOldIsDim) {
    take(update(painted(0x808080), {0, 0, 100, 60}));
    EXPECT_TRUE(tile.live());
    draw();
    EXPECT_EQ(at(50, 50), 0x808080u);
    take(std::nullopt, in(screen::Phase::waiting));
    EXPECT_FALSE(tile.live());
    draw();
    EXPECT_LT(at(50, 50) & 0xff, 0x70u);
    take(std::nullopt);
    draw();
    EXPECT_EQ(at(50, 50), 0x808080u);
}

TEST_F(Tile, IsMarked) {
    take(update(painted(0), {0, 0, 100, 60}));
    draw();
    const auto edge = [&] { return window.row(height - 1)[width] & 0xffffff; };
    EXPECT_EQ(edge(), style::ground & 0xffffff);
    tile.set_mark(TileMark::selected);
    draw();
    EXPECT_EQ(edge(), style::accent(Tone::calm) & 0xffffff);
    tile.set_mark(TileMark::typed_to);
    draw();
    EXPECT_EQ(edge(), style::accent(Tone::bad) & 0xffffff);
    tile.set_mark(TileMark::typed_to);
    EXPECT_TRUE(draw().empty());
}

TEST_F(Tile, TheDecoderWaitsUntilItIsDrawn) {
    int ends[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
    const UniqueFd decoder(ends[1]);
    auto picture = update(painted(0), {0, 0, 1, 1});
    const auto line = std::make_shared<screen::DecoderLine>(UniqueFd(ends[0]), nullptr);
    picture.decoder = line;
    take(std::move(picture));
    char byte[64];
    EXPECT_LT(recv(decoder.get(), byte, sizeof byte, MSG_DONTWAIT), 0);
    tile.acknowledge();
    EXPECT_GT(recv(decoder.get(), byte, sizeof byte, MSG_DONTWAIT), 0);
    tile.acknowledge();
    EXPECT_LT(recv(decoder.get(), byte, sizeof byte, MSG_DONTWAIT), 0) << "once";
}

TEST_F(Tile, APlaceOfNoSizeIsNoHarm) {
    take(update(painted(0), {0, 0, 100, 60}));
    std::vector<Area> drawn;
    tile.draw(window, {0, 0, 3, 3}, caption, 1, drawn);
    tile.draw(window, {5, 0, 0, 0}, caption, 1, drawn);
    EXPECT_TRUE(drawn.empty());
}

TEST(WallTile, SaysHowItIs) {
    EXPECT_EQ(condition_of(in(screen::Phase::live), true), "");
    EXPECT_EQ(condition_of(in(screen::Phase::live), false), "no picture yet");
    EXPECT_EQ(condition_of(in(screen::Phase::asking), false), "connecting");
    EXPECT_EQ(condition_of(in(screen::Phase::waiting), true), "lost");
    auto state = in(screen::Phase::handshake);
    state.prompt.emplace();
    EXPECT_EQ(condition_of(state, false), "asks for a password");
    state.ending = Failure{ExitCode::api, "x"};
    EXPECT_EQ(condition_of(state, false), "ended");
}

TEST(WallTile, IsCalledAsTheMachineIs) {
    WallTile tile("i-a");
    EXPECT_EQ(tile.name(), "i-a");
    auto state = in(screen::Phase::live);
    state.machine = {"i-a", "web", screen::OsType::linux};
    tile.take({state, std::nullopt});
    EXPECT_EQ(tile.name(), "web");
}

}  // namespace
}  // namespace ecsview::ui
