// SPDX-License-Identifier: GPL-2.0-or-later
#include "record/recorder.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "replay/recording.h"
#include "tight_picture.h"

namespace ecsview::record {
namespace {

using screen::DesktopRect;
using screen::DesktopSize;

constexpr DesktopSize size{64, 48};

// What a decoder does with its shared memory.
class Painter {
public:
    Painter()
        : framebuffer(std::make_shared<screen::Framebuffer>()),
          pixels_(static_cast<std::uint32_t*>(
              mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, framebuffer->fd(), 0))) {}
    ~Painter() { munmap(pixels_, bytes); }

    screen::PictureUpdate paint(const DesktopRect& rect, std::uint32_t colour) {
        for (int y = rect.y; y < rect.bottom(); ++y)
            for (int x = rect.x; x < rect.right(); ++x)
                pixels_[y * size.width + x] = colour + static_cast<std::uint32_t>(x);
        screen::PictureUpdate update;
        update.framebuffer = framebuffer;
        update.size = size;
        update.damage.add(rect);
        update.complete = true;
        return update;
    }
    std::vector<std::uint32_t> picture() const { return {pixels_, pixels_ + size.area()}; }

    const std::shared_ptr<screen::Framebuffer> framebuffer;

private:
    static constexpr std::size_t bytes = std::size_t{4} * size.width * size.height;
    std::uint32_t* const pixels_;
};

class Folder : public testing::Test {
protected:
    Folder() : path_(testing::TempDir() + "ecsview-recorder-" + std::to_string(getpid())) {
        mkdir(path_.c_str(), 0700);
    }
    ~Folder() override { std::filesystem::remove_all(path_); }

    std::string file(const std::string& name) const { return path_ + "/" + name; }

    // The picture at the end.
    static std::vector<std::uint32_t> last_picture(const std::string& path) {
        const auto recording = replay::Recording::open(path);
        if (!recording) throw std::runtime_error(recording.failure().sentence);
        TightPicture picture;
        for (std::size_t i = 0; i < recording->marks().size(); ++i)
            picture.read(recording->bytes(i).value());
        return picture.pixels;
    }

    const std::string path_;
};

using Recorder_ = Folder;

TEST_F(Recorder_, SavesWhatWasSeenLast) {
    Painter painter;
    Recorder recorder({"i-a", {}, {}});
    recorder.saw(painter.paint({0, 0, 64, 48}, 0x102030));
    recorder.saw(painter.paint({3, 4, 9, 9}, 0x908070));
    const auto saved = recorder.save(file("a.fbs")).get();
    ASSERT_TRUE(saved);
    EXPECT_EQ(*saved, file("a.fbs"));
    EXPECT_EQ(last_picture(*saved), painter.picture());
    struct stat about {};
    ASSERT_EQ(stat(saved->c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 0777, 0600u);
    recorder.saw(painter.paint({30, 30, 2, 2}, 0));
    const auto again = recorder.save(file("b.fbs")).get();
    ASSERT_TRUE(again);
    EXPECT_EQ(last_picture(*again), painter.picture());
}

TEST_F(Recorder_, SaysWhyNothingIsSaved) {
    Painter painter;
    Recorder recorder({"i-a", {}, {}});
    const auto early = recorder.save(file("a.fbs")).get();
    ASSERT_FALSE(early);
    EXPECT_EQ(early.failure().sentence, "There is no picture yet that could be saved.");
    recorder.saw(painter.paint({0, 0, 64, 48}, 1));
    std::ofstream(file("there")) << "kept";
    testing::internal::CaptureStderr();
    EXPECT_FALSE(recorder.save(file("there")).get());
    EXPECT_NE(testing::internal::GetCapturedStderr().find("the last minutes are not saved"),
              std::string::npos);
    std::string kept;
    std::ifstream(file("there")) >> kept;
    EXPECT_EQ(kept, "kept");
    EXPECT_FALSE(recorder.save(file("no/such/folder")).get());
    EXPECT_TRUE(recorder.save(file("a.fbs")).get()) << "and it goes on";
}

TEST_F(Recorder_, WritesAllOfItIntoAFile) {
    Painter one, two;
    {
        UniqueFd fd(open(file("all.fbs").c_str(), O_WRONLY | O_CREAT, 0600));
        Recorder recorder({"i-a", std::move(fd), file("all.fbs")});
        recorder.saw(one.paint({0, 0, 64, 48}, 0x102030));
        EXPECT_TRUE(recorder.save(file("x")).get());
        // Another decoder, of whose picture only a part has come.
        recorder.saw(two.paint({0, 0, 5, 5}, 0x445566));
    }
    EXPECT_EQ(last_picture(file("all.fbs")), two.picture());
}

TEST_F(Recorder_, AFullDiskEndsTheFileAndNothingElse) {
    Painter painter;
    Recorder recorder({"i-a", UniqueFd(open("/dev/full", O_WRONLY)), "/dev/full"});
    recorder.saw(painter.paint({0, 0, 64, 48}, 0x102030));
    testing::internal::CaptureStderr();
    const auto saved = recorder.save(file("a.fbs")).get();
    EXPECT_NE(testing::internal::GetCapturedStderr().find("the recording ends here"),
              std::string::npos);
    ASSERT_TRUE(saved);
    EXPECT_EQ(last_picture(*saved), painter.picture());
    testing::internal::CaptureStderr();
    recorder.saw(painter.paint({1, 1, 5, 5}, 0));
    ASSERT_TRUE(recorder.save(file("b.fbs")).get());
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "said once";
}

TEST_F(Recorder_, ARecordingThatIsCutIsAsLongAsItsLastWholeBlock) {
    Painter painter;
    std::string whole;
    {
        Recorder recorder({"i-a", {}, {}});
        recorder.saw(painter.paint({0, 0, 64, 48}, 0x102030));
        EXPECT_TRUE(recorder.save(file("a.fbs")).get());
        recorder.saw(painter.paint({0, 0, 20, 20}, 0x777777));
        ASSERT_TRUE(recorder.save(file("b.fbs")).get());
        std::ifstream in(file("b.fbs"), std::ios::binary);
        whole.assign(std::istreambuf_iterator<char>(in), {});
    }
    std::size_t blocks = 99;
    for (std::size_t length = whole.size(); length-- > 0;) {
        std::ofstream(file("cut"), std::ios::binary) << whole.substr(0, length);
        const auto cut = replay::Recording::open(file("cut"));
        const std::size_t now = cut ? cut->marks().size() : 0;
        EXPECT_LE(now, blocks);
        blocks = now;
    }
    EXPECT_EQ(blocks, 0u);
}

TEST_F(Recorder_, WhatIsNoRecordingIsRefused) {
    for (const std::string text : {"", "FBS 001.000\n", "FBS 001.000\n\0\0\0\0", "#!/bin/sh"}) {
        std::ofstream(file("x"), std::ios::binary) << text;
        const auto opened = replay::Recording::open(file("x"));
        ASSERT_FALSE(opened);
        EXPECT_EQ(opened.failure().sentence, file("x") + " is no recording that ecsview has made.");
    }
    const auto none = replay::Recording::open(file("none"));
    ASSERT_FALSE(none);
    EXPECT_NE(none.failure().sentence.find("No such file"), std::string::npos);
    EXPECT_FALSE(replay::Recording::open(path_));
}

// Of somebody else: a short name, or another picture first.
TEST_F(Recorder_, ARecordingOfAnothersIsRefused) {
    const std::string key = desktop_size({8, 8}) + std::string(4, '\0');
    const auto opens = [&](const std::string& text) {
        std::ofstream(file("x"), std::ios::binary) << text;
        return static_cast<bool>(replay::Recording::open(file("x")));
    };
    const auto with = [](std::string text, std::string_view bytes) {
        put_block(text, bytes, Milliseconds(5));
        return text;
    };
    EXPECT_TRUE(opens(with(file_head({8, 8}, "a"), key)));
    EXPECT_FALSE(opens(with(file_head({8, 8}, "a"), key.substr(0, 16))));
    std::string other = greeting({8, 8}, "");
    other.resize(other.size() - our_mark.size());
    other[other.size() - 1] = 1;  // the length of its name
    EXPECT_FALSE(opens(with(with(std::string(fbs_magic), other + "x"), key)));
}

// Of two desktops, one wide and one high; its end is an empty block.
TEST_F(Recorder_, ARecordingKnowsItsLargestPictureAndWhetherItIsWhole) {
    std::string text = file_head({8, 8}, "a");
    for (const DesktopSize one : {DesktopSize{80, 20}, DesktopSize{60, 30}})
        put_block(text, desktop_size(one) + std::string(4, '\0'), Milliseconds(1));
    const auto open = [&](const std::string& bytes) {
        std::ofstream(file("x"), std::ios::binary) << bytes;
        auto recording = replay::Recording::open(file("x"));
        if (!recording) throw std::runtime_error(recording.failure().sentence);
        EXPECT_EQ(recording->largest(), (DesktopSize{80, 30}));
        return recording->complete();
    };
    EXPECT_FALSE(open(text)) << "its writer goes on, or was killed";
    put_block(text, {}, Milliseconds(9));
    EXPECT_TRUE(open(text));
    EXPECT_FALSE(open(text + '\0')) << "of another block";
    EXPECT_FALSE(open(text.substr(0, text.size() - 1)));
}

TEST_F(Recorder_, TimesNeverRunBackwards) {
    std::string text = file_head({8, 8}, "a");
    for (const int at : {50, 20, 70})
        put_block(text, desktop_size({8, 8}) + std::string(4, '\0'), Milliseconds(at));
    std::ofstream(file("x"), std::ios::binary) << text;
    const auto recording = replay::Recording::open(file("x"));
    ASSERT_TRUE(recording);
    std::vector<std::int64_t> times;
    for (const auto& mark : recording->marks()) times.push_back(mark.at.count());
    EXPECT_EQ(times, (std::vector<std::int64_t>{50, 50, 70}));
}

}  // namespace
}  // namespace ecsview::record
