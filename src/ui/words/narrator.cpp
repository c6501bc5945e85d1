// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/narrator.h"

#include <algorithm>
#include <utility>

#include "base/earliest.h"
#include "base/language.h"

namespace ecsview::ui {

using screen::Phase;

void Narrator::watch(const Scene& scene, TimePoint now) {
    if (was_current_ && !scene.current) lost_since_ = now;
    was_current_ = scene.current;
    if (!scene.current || !scene.blank)
        blank_since_.reset();
    else if (!blank_since_)
        blank_since_ = now;
    if (std::exchange(mouse_, scene.mouse) != scene.mouse) mouse_since_ = now;
    banner_shown_ = !scene.current && scene.picture && banner_due(scene, now);
}

screen::ConsoleState Narrator::told(const Scene& scene) const {
    screen::ConsoleState state = scene.state;
    state.since = lost_since_;
    return state;
}

// Only when somebody has just begun to use it: what is said lies over the guest's last line.
bool Narrator::mouse_hint_due(TimePoint now) const {
    const bool used = mouse_ == MouseUse::free_and_moved || mouse_ == MouseUse::captured;
    return used && now < mouse_since_ + mouse_hint_for;
}

bool Narrator::banner_due(const Scene& scene, TimePoint now) const {
    return banner_shown_ || scene.state.phase == Phase::waiting ||
           now - lost_since_ >= banner_after;
}

Overlay Narrator::say(const Scene& scene, TimePoint now) const {
    if (scene.prompting)
        return prompt_view(*scene.state.prompt, scene.typed, names_.behaviour.kiosk);
    if (!scene.picture) return start_notice(told(scene), names_, now);
    if (!scene.current && banner_due(scene, now)) return banner_of(told(scene), names_, now);
    if (scene.current && mouse_hint_due(now)) return mouse_hint(names_, mouse_);
    if (scene.current && !scene.keys.empty()) return Hint{scene.keys};
    if (blank_since_ && now - *blank_since_ >= hint_after) {
        Names names = names_;
        names.behaviour.view_only = scene.view_only;
        return blank_hint(names, scene.state.machine.os);
    }
    return {};
}

MenuStatus Narrator::status(const Scene& scene, TimePoint now) const {
    MenuStatus status{name_of(scene.state.machine, names_.target), {}, Tone::calm};
    if (scene.prompting) {
        status.text = tr("The console asks for a password.");
    } else if (scene.current) {
        status.text =
            blank_since_ ? tr("Connected; the guest's screen is blank.") : tr("Connected.");
    } else {
        const Banner banner = banner_of(told(scene), names_, now);
        status.text = banner.headline + (banner.detail.empty() ? "" : "\n" + banner.detail);
        // Before the first picture a beginning is no alarm.
        const bool serious = scene.picture || scene.state.ending;
        status.tone = serious ? banner.tone : start_notice(told(scene), names_, now).tone;
    }
    return status;
}

std::string Narrator::report(const Scene& scene) const {
    const std::string name = name_of(scene.state.machine, names_.target);
    if (scene.state.ending) return tr("{1}: {2}", name, scene.state.ending->sentence);
    if (scene.prompting) return tr("{1}: waiting for somebody to type the VNC password.", name);
    if (scene.current) return tr("{1}: connected.", name);
    const std::string& why = scene.state.headline;
    if (scene.state.phase == Phase::waiting && !why.empty()) return tr("{1}: {2}", name, why);
    return tr("{1}: {2}.", name, phase_text(scene.state.phase));
}

std::optional<TimePoint> Narrator::next_change(const Scene& scene, TimePoint now) const {
    if (scene.state.ending || scene.prompting) return std::nullopt;
    if (scene.current) {
        Earliest next;
        if (mouse_hint_due(now)) next.add(mouse_since_ + mouse_hint_for);
        if (blank_since_ && now < *blank_since_ + hint_after) next.add(*blank_since_ + hint_after);
        return next.at();
    }
    const TimePoint change = ui::next_change(told(scene), now);
    const TimePoint banner = lost_since_ + banner_after;
    return scene.picture && !banner_shown_ && banner > now ? std::min(change, banner) : change;
}

}  // namespace ecsview::ui
