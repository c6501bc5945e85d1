// SPDX-License-Identifier: GPL-2.0-or-later
// What lies over the picture, or stands there before the first one: any value that can be compared
// and for which there is a draw(Canvas, value). The presenter knows no more of it. A value; ui
// thread.
#pragma once

#include <memory>
#include <utility>

#include "ui/picture/canvas.h"

namespace ecsview::ui {

class Cover {
public:
    Cover() = default;  // nothing
    // `dims`: the picture below is darkened, so that it is seen to be old. `top`: the rows above
    // are left as they are.
    template <class View>
    Cover(View view, bool dims, int top = 0)
        : shown_(std::make_shared<const Drawn<View>>(std::move(view))), dims_(dims), top_(top) {}

    bool empty() const { return shown_ == nullptr; }
    bool dims() const { return dims_; }
    int top() const { return top_; }
    void lay_on(const Canvas& canvas) const {
        if (shown_) shown_->draw_on(canvas);
    }
    // The same kind of view, with the same in it.
    bool operator==(const Cover& other) const {
        if (empty() || other.empty()) return empty() == other.empty();
        return dims_ == other.dims_ && top_ == other.top_ && shown_->same(*other.shown_);
    }

private:
    struct Anything {
        virtual ~Anything() = default;
        virtual void draw_on(const Canvas& canvas) const = 0;
        virtual bool same(const Anything& other) const = 0;
    };
    template <class View>
    struct Drawn final : Anything {
        explicit Drawn(View shown) : view(std::move(shown)) {}
        void draw_on(const Canvas& canvas) const override { draw(canvas, view); }
        bool same(const Anything& other) const override {
            const auto* like = dynamic_cast<const Drawn*>(&other);
            return like && like->view == view;
        }
        View view;
    };

    std::shared_ptr<const Anything> shown_;
    bool dims_ = false;
    int top_ = 0;
};

// Darkens the picture.
void dim(const Canvas& canvas);
// The plain ground for a card when there is no picture.
void draw_ground(const Canvas& canvas);

}  // namespace ecsview::ui
