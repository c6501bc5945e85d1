// SPDX-License-Identifier: GPL-2.0-or-later
// What is drawn stays within its part of the window, whatever the names are.
#include "ui/picker/picker_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace ecsview::ui {
namespace {

class PickerViewTest : public testing::Test {
protected:
    struct Picture {
        int width, height;
        std::vector<std::uint32_t> pixels;
        std::uint32_t at(int x, int y) const {
            return pixels[static_cast<std::size_t>(y * width + x)];
        }
        // How many pixels of that area are another colour than the ground.
        int drawn(const Area& area) const {
            int count = 0;
            for (int y = std::max(0, area.y); y < std::min(height, area.y + area.height); ++y)
                for (int x = std::max(0, area.x); x < std::min(width, area.x + area.width); ++x)
                    count += at(x, y) != 0x123456;
            return count;
        }
    };
    static Picture draw_at(const PickerView& view, int width, int height) {
        const int stride = width + 7;  // what lies there belongs to somebody else
        std::vector<std::uint32_t> memory(static_cast<std::size_t>(stride * (height + 2)),
                                          0x123456);
        draw(Canvas{memory.data() + stride, width, height, stride}, view);
        Picture out{width, height, {}};
        for (int y = -1; y <= height; ++y)
            for (int x = 0; x < stride; ++x) {
                const auto pixel = memory[static_cast<std::size_t>((y + 1) * stride + x)];
                const bool inside = y >= 0 && y < height && x < width;
                if (inside)
                    out.pixels.push_back(pixel);
                else
                    EXPECT_EQ(pixel, 0x123456u) << x << "," << y;
            }
        return out;
    }
    static Entry entry(std::string name) {
        return {"i-bp1hzoinajzkh91h0001",
                std::move(name),
                "Running",
                "cn-hangzhou",
                "203.0.113.1",
                "Windows Server 2022 Datacenter"};
    }
    static PickerView view_of(std::vector<std::string> names) {
        PickerView view;
        view.headline = "All regions \u00b7 12 instances";
        for (auto& name : names) view.rows.push_back({entry(std::move(name)), "used 5 min ago"});
        view.buttons = {
            {"Open", "Enter"}, {"Ask again", "F5"}, {"All regions", "Tab"}, {"Close", "Esc"}};
        view.length = static_cast<int>(view.rows.size()) * 44;
        view.selected = 0;
        return view;
    }
};

const std::vector<std::string> hostile{std::string(128, 'W'),
                                       "\u7f51\u7ad9\u670d\u52a1\u5668",
                                       "\U0001f600\U0001f600 emoji",
                                       "a\u0301\u200d\ufe0f marks",
                                       "\u0645\u0631\u062d\u0628\u0627",
                                       std::string(512, '\xff'),
                                       "",
                                       std::string(128, '\n')};

TEST_F(PickerViewTest, NothingLeavesTheWindow) {
    auto view = view_of(hostile);
    view.trouble = "cn-beijing: " + std::string(1000, 'x');
    view.filter = std::string(64, 'y');
    for (const auto& [width, height] :
         {std::pair(800, 480), {1920, 1080}, {3840, 2160}, {320, 200}, {64, 64}, {1, 1}, {800, 90}})
        draw_at(view, width, height);
}

TEST_F(PickerViewTest, ANameStopsBeforeTheStatus) {
    const auto with = draw_at(view_of({std::string(500, 'W')}), 800, 480);
    const auto without = draw_at(view_of({"W"}), 800, 480);
    const auto where = lay_out("", view_of({}).buttons, 800, 480);
    const int right = where.list.x + where.list.width - 8 - 10;  // of the row's text
    const int status = right - 7 * 8;
    for (int y = where.list.y; y < where.list.y + 24; ++y)
        for (int x = status - 16; x < right; ++x) EXPECT_EQ(with.at(x, y), without.at(x, y));
    EXPECT_NE(with.pixels, without.pixels);
}

TEST_F(PickerViewTest, RowsAreCutAtTheListsEdges) {
    auto view = view_of({"one", "two", "three"});
    view.offset = 30;
    const auto moved = draw_at(view, 800, 480);
    view.rows.clear();
    view.selected.reset();
    const auto empty = draw_at(view, 800, 480);
    const auto where = lay_out("", view.buttons, 800, 480);
    for (int y = 0; y < where.list.y; ++y)
        for (int x = 0; x < 800; ++x) ASSERT_EQ(moved.at(x, y), empty.at(x, y)) << x << "," << y;
}

TEST_F(PickerViewTest, TheLayoutHasRoomForAFingerAndForNothingTwice) {
    const auto buttons = view_of({}).buttons;
    for (const auto& [width, height] : {std::pair(800, 480), {1920, 1080}, {1152, 648}}) {
        for (const char* trouble : {"", "cn-b: refused."}) {
            const auto where = lay_out(trouble, buttons, width, height);
            EXPECT_EQ(where.row_height, 44 * where.scale);
            EXPECT_EQ(where.buttons.size(), 4u);
            EXPECT_GE(where.list.height, 6 * where.row_height);
            EXPECT_LE(where.field.y + where.field.height, where.headline.y);
            EXPECT_LE(where.headline.y + where.headline.height, where.list.y);
            EXPECT_LE(where.list.y + where.list.height, where.trouble.y);
            EXPECT_LE(where.trouble.y + where.trouble.height, where.buttons[0].y);
            for (std::size_t i = 1; i < where.buttons.size(); ++i)
                EXPECT_GE(where.buttons[i].x, where.buttons[i - 1].x + where.buttons[i - 1].width);
            EXPECT_LE(where.buttons[3].x + where.buttons[3].width, width);
        }
    }
    EXPECT_LT(lay_out("", buttons, 200, 200).buttons.size(), 4u);
    EXPECT_GE(lay_out(std::string(5000, 'x'), buttons, 300, 100).list.height, 0);
}

TEST_F(PickerViewTest, EachPartIsThere) {
    auto view = view_of({"web"});
    view.trouble = "cn-b: refused.";
    view.length = 10'000;
    const auto picture = draw_at(view, 800, 480);
    const auto where = lay_out(view.trouble, view.buttons, 800, 480);
    EXPECT_GT(picture.drawn(where.field), 1000);
    EXPECT_GT(picture.drawn(where.headline), 100);
    EXPECT_GT(picture.drawn(where.trouble), 1000);
    for (const auto& button : where.buttons) EXPECT_GT(picture.drawn(button), 500);
    const Area bar{where.list.x + where.list.width - 4, where.list.y, 4, where.list.height};
    EXPECT_GT(picture.drawn(bar), 16);
    view.length = 44;
    EXPECT_EQ(draw_at(view, 800, 480).drawn(bar), 0);
}

TEST_F(PickerViewTest, AViewIsTheSameOnlyIfAllOfItIs) {
    const auto view = view_of({"web"});
    auto other = view;
    EXPECT_EQ(view, other);
    other.rows[0].entry.status = "Stopped";
    EXPECT_FALSE(view == other);
}

}  // namespace
}  // namespace ecsview::ui
