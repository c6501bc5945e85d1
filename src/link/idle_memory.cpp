// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/idle_memory.h"

#include "base/log.h"

namespace ecsview::link {
namespace {

// A console is seen by way of one, or of some that share the work.
constexpr std::size_t max_proxies = 16;
// The longest word has 11.
constexpr std::size_t max_bytes = 64;

std::string file_of(const std::string& proxy) {
    return RuntimeFolder::name_of("idle " + proxy);
}

}  // namespace

// The file is looked at once: whoever has it beside us finds out by itself what is in it.
Ladder& IdleMemory::ladder(const std::string& proxy) {
    if (const auto known = ladders_.find(proxy); known != ladders_.end()) return known->second;
    if (ladders_.size() >= max_proxies) ladders_.clear();
    Ladder& ladder = ladders_[proxy];
    if (const auto text = folder_.recall(file_of(proxy), max_bytes)) ladder.read(*text);
    return ladder;
}

void IdleMemory::ended(const std::string& proxy, std::optional<IdleStep> failed) {
    Ladder& known = ladder(proxy);
    const auto before = known.step();
    if (failed && *failed != before)
        log::warning("link", "an idle console is cut, and where its pointer is nobody has said yet",
                     {{"proxy", proxy}});
    if (!known.ended(failed)) return;
    log::warning("link", "idle consoles are cut in spite of what is sent; that is changed",
                 {{"proxy", proxy},
                  {"from", std::string(words_of(before))},
                  {"to", std::string(words_of(known.step()))}});
    folder_.keep(file_of(proxy), known.text());
}

}  // namespace ecsview::link
