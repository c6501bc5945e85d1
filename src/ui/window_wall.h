// SPDX-License-Identifier: GPL-2.0-or-later
// The window as a wall: all consoles at once, small, and what keys, mouse and fingers do there. The
// one that is chosen has the window alone for a while, as if there were no other. ui thread.
#pragma once

#include <SDL.h>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/input/input.h"
#include "ui/picture/window_pixels.h"
#include "ui/wall/wall_grid.h"
#include "ui/wall/wall_tile.h"
#include "ui/window_display.h"

namespace ecsview::ui {

class Window::Wall {
public:
    Wall(Display& display, std::span<const WallPlace> places, Supervision& supervision);

    void run();

private:
    void handle(const SDL_Event& event);
    void handle_window(const SDL_WindowEvent& event);
    void key_down(const SDL_KeyboardEvent& event);
    void own_key(const SDL_KeyboardEvent& event);
    void key_up(const SDL_KeyboardEvent& event);
    void button(const SDL_MouseButtonEvent& event);
    void finger(const SDL_TouchFingerEvent& event);
    void pointer_up(int x, int y);
    void select(std::size_t place);
    void open(std::size_t place);
    std::optional<std::size_t> show(std::size_t place);
    void perform(const Command& command);
    std::optional<TimePoint> turn_due() const;
    void let_finish();
    void fall_asleep_or_wake();
    void type_to_all(bool on);
    void let_go();
    void toggle_fullscreen();
    void quit();

    bool takes_keys() const { return !options_.behaviour.view_only; }
    void lay_out();
    void look(TimePoint now);
    void mark_tiles();
    void refresh();
    void draw();
    void draw_black();
    void draw_footer(const Canvas& canvas);
    std::optional<TimePoint> next_deadline() const;

    Display& display_;
    const WindowOptions& options_;
    const std::span<const WallPlace> places_;
    Supervision& supervision_;
    SDL_Window* const window_;
    WindowPixels pixels_;
    std::vector<WallTile> tiles_;
    std::vector<std::unique_ptr<Input>> inputs_;  // of each, while all of them are typed to
    WallGrid grid_;
    screen::WindowSize size_;
    std::size_t selected_ = 0;
    std::optional<std::size_t> alone_;    // has the window
    std::optional<std::size_t> pressed_;  // where the button or the finger went down
    std::optional<std::int64_t> finger_;  // the one that counts
    std::optional<SDL_Keycode> held_;     // a key of the wall's own
    bool typing_ = false;                 // to all
    bool news_ = true;                    // some mailbox has something
    TimePoint next_look_{};
    TimePoint next_beat_ = std::chrono::steady_clock::now();
    bool all_due_ = true;
    std::string footer_, told_;  // what is drawn there, and what the service manager knows
    bool drawable_ = true, dark_ = false, presented_ = false;
    bool over_ = false;
};

}  // namespace ecsview::ui
