// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/wall/wall_tile.h"

#include <algorithm>
#include <utility>

#include "base/language.h"
#include "ui/picture/cover.h"
#include "ui/picture/style.h"
#include "ui/words/glyphs.h"
#include "ui/words/status_text.h"
#include "ui/words/text_block.h"
#include "ui/words/text_layout.h"

namespace ecsview::ui {
namespace {

using screen::Phase;
using screen::WindowRect;

constexpr int edge = 2, pad = 8;  // before the scale

Colour colour_of(const screen::ConsoleState& state) {
    if (state.ending) return style::accent(Tone::bad);
    return state.phase == Phase::live ? style::good : style::accent(Tone::waiting);
}

// It changes what a tile shows besides its picture.
bool looks_other(const screen::ConsoleState& a, const screen::ConsoleState& b) {
    return a.phase != b.phase || a.headline != b.headline || a.loss != b.loss ||
           a.ending.has_value() != b.ending.has_value() ||
           a.prompt.has_value() != b.prompt.has_value() || a.machine.name != b.machine.name ||
           a.machine.id != b.machine.id;
}

}  // namespace

std::string condition_of(const screen::ConsoleState& state, bool picture) {
    if (state.ending) return tr("ended");
    if (state.prompt) return tr("asks for a password");
    switch (state.phase) {
        case Phase::live: return picture ? "" : tr("no picture yet");
        case Phase::waiting: return tr("lost");
        case Phase::ended: return tr("ended");
        default: return tr("connecting");
    }
}

std::string WallTile::name() const {
    return name_of(state_.machine, title_);
}

// ---- what comes from the decoder ----------------------------------------------------------------

// As for a console that has the window alone: the first picture of another decoder replaces the old
// one when it is whole.
bool WallTile::adopt(const screen::PictureUpdate& update) {
    if (!update.framebuffer || !acceptable(update.size)) return false;
    if (framebuffer_ && update.framebuffer != framebuffer_ && !update.complete) return false;
    if (update.framebuffer == framebuffer_ && update.size == size_) return true;
    framebuffer_ = update.framebuffer;
    size_ = update.size;
    damage_.clear();
    all_due_ = true;
    return true;
}

void WallTile::take(screen::Mailbox::Delivery delivery) {
    all_due_ = all_due_ || looks_other(state_, delivery.state);
    state_ = std::move(delivery.state);
    if (!delivery.picture) return;
    taken_ = std::move(delivery.picture);
    if (!adopt(*taken_)) return;
    const screen::DesktopRect all{0, 0, size_.width, size_.height};
    for (const auto& rect : taken_->damage.rects()) damage_.add(intersection(rect, all));
}

void WallTile::acknowledge() {
    if (taken_) screen::Mailbox::acknowledge(*std::exchange(taken_, std::nullopt));
}

void WallTile::set_mark(TileMark mark) {
    all_due_ = std::exchange(mark_, mark) != mark || all_due_;
}

// ---- how it looks -------------------------------------------------------------------------------

void WallTile::draw_caption(const Canvas& place, int caption, int scale) const {
    const bool red = mark_ == TileMark::typed_to;
    const Colour ground = red                           ? style::accent(Tone::bad)
                          : mark_ == TileMark::selected ? style::selection
                                                        : style::card;
    fill(place, {0, 0, place.width, caption}, ground);
    const int middle = (caption - glyph_height * scale) / 2, dot = 8 * scale;
    fill_rounded(place, {pad * scale, (caption - dot) / 2, dot, dot}, dot / 2,
                 red ? style::title : colour_of(state_));
    const auto words = condition_of(state_, framebuffer_ != nullptr);
    const int wide = width_of(words, scale);
    draw_line(place, place.width - pad * scale - wide, middle, words, wide, scale, style::text);
    const int left = pad * scale + 2 * dot;
    draw_line(place, left, middle, name(), place.width - 2 * pad * scale - wide - left, scale,
              style::title);
}

// Why there is no picture, or none that is current.
void WallTile::draw_words(const Canvas& inside, int scale) const {
    const std::string& why = state_.ending              ? state_.ending->sentence
                             : !state_.headline.empty() ? state_.headline
                                                        : state_.loss;
    TextBlock words(why, inside.width - 2 * pad * scale, scale, style::text);
    const int line = glyph_height * scale + 4 * scale;
    words.limit(static_cast<std::size_t>(std::max(1, (inside.height - 2 * pad * scale) / line)));
    words.draw_at(inside, pad * scale, pad * scale);
}

void WallTile::draw_picture(const Canvas& inside, const WindowRect& area) {
    const WindowRect& picture = viewport_.picture();
    scaler_.set_sizes(size_.width, size_.height, picture.width, picture.height);
    scaler_.draw(framebuffer_->pixels(), inside, picture.x, picture.y,
                 {area.x - picture.x, area.y - picture.y, area.width, area.height});
}

void WallTile::draw_all(const Canvas& place, const Area& inside, int caption, int scale) {
    const Colour frame = mark_ == TileMark::none       ? style::ground
                         : mark_ == TileMark::selected ? style::accent(Tone::calm)
                                                       : style::accent(Tone::bad);
    fill(place, {0, 0, place.width, place.height}, frame);
    draw_caption(place, caption, scale);
    const Canvas picture = part(place, inside);
    fill(picture, {0, 0, picture.width, picture.height}, framebuffer_ ? opaque(0) : style::ground);
    if (framebuffer_ && !viewport_.empty()) draw_picture(picture, viewport_.picture());
    if (live()) return;
    if (framebuffer_) dim(picture);
    draw_words(picture, scale);
}

void WallTile::draw(const Canvas& window, const Area& at, int caption, int scale,
                    std::vector<Area>& drawn) {
    const Canvas place = part(window, at);
    const int rim = edge * scale;
    const Area inside{rim, caption, place.width - 2 * rim, place.height - caption - rim};
    if (place.width <= 0 || inside.width <= 0 || inside.height <= 0) return;
    const Viewport next(size_, {inside.width, inside.height}, ScaleMode::fit);
    if (!(next == viewport_)) {
        viewport_ = next;
        all_due_ = true;
    }
    // Under words all is drawn again: it is dimmed.
    if (all_due_ || (!damage_.empty() && !live())) {
        draw_all(place, inside, caption, scale);
        drawn.push_back({at.x, at.y, place.width, place.height});
    } else {
        const Canvas picture = part(place, inside);
        const WindowRect all{0, 0, picture.width, picture.height};
        for (const auto& rect : damage_.rects()) {
            const WindowRect area = intersection(viewport_.covering(rect), all);
            if (area.empty()) continue;
            draw_picture(picture, area);
            drawn.push_back(
                {at.x + inside.x + area.x, at.y + inside.y + area.y, area.width, area.height});
        }
    }
    damage_.clear();
    all_due_ = false;
}

}  // namespace ecsview::ui
