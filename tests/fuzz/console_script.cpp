// SPDX-License-Identifier: GPL-2.0-or-later
// A script of `ecsview run`: it is refused in one printable sentence, or ends however its console
// behaves, for each step leads onwards.
#include <string>

#include "entry.h"
#include "script/interpreter.h"
#include "script/parser.h"

using namespace ecsview;

namespace {

void play(const script::Script& script) {
    const std::string lines = "login:\n";
    script::View view;
    view.size = {1280, 800};
    view.live = true;
    view.text = [&] { return &lines; };
    view.state = [] { return screen::ScreenState::login; };
    script::Interpreter interpreter(script, script::Milliseconds{1000}, [](const auto&) {});
    script::TimePoint now{};
    for (std::size_t turn = 0; turn < 3 * script.steps.size() + 3; ++turn) {
        const auto order = interpreter.next(view, now);
        if (std::holds_alternative<script::Ended>(order)) return;
        if (std::holds_alternative<script::Carry>(order)) {
            interpreter.finished(now);
            continue;
        }
        fuzz::require(interpreter.due() > now, "a rest without an end");
        now = *interpreter.due();
    }
    fuzz::require(false, "a script without an end");
}

}  // namespace

FUZZ_TARGET("console_script") {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto script = script::parse(text, "script");
    if (script) {
        play(*script);
        return 0;
    }
    const auto& said = script.failure().sentence;
    fuzz::require(said.starts_with("script:") && said.ends_with('.'), "a sentence without a place");
    for (const char c : said)
        fuzz::require(static_cast<unsigned char>(c) >= ' ' && c != '\x7f', "a control character");
    return 0;
}
