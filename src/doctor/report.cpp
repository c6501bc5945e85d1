// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/report.h"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string_view>

namespace ecsview::doctor {
namespace {

const char* word_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::ok: return "ok";
        case Verdict::warn: return "warn";
        case Verdict::fail: break;
    }
    return "fail";
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(text.size(), width) + 2, ' ');
    return text;
}

std::size_t longest_name() {
    std::size_t longest = 0;
    for (const auto& row : topics) longest = std::max(longest, std::string_view(row.name).size());
    return longest;
}

}  // namespace

std::string line(const Check& check) {
    const auto names = longest_name();
    auto text = padded(word_of(check.verdict), 4) + padded(name_of(check.topic), names);
    const std::string below(text.size(), ' ');
    text += check.seen + '\n';
    if (!check.mend.empty()) text += below + "-> " + check.mend + '\n';
    return text;
}

std::string json(const std::vector<Check>& checks) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& check : checks) {
        nlohmann::ordered_json one{{"name", name_of(check.topic)},
                                   {"verdict", word_of(check.verdict)},
                                   {"seen", check.seen}};
        if (!check.mend.empty()) one["mend"] = check.mend;
        if (check.verdict == Verdict::fail) one["exit_code"] = static_cast<int>(check.exit);
        list.push_back(std::move(one));
    }
    const nlohmann::ordered_json all{{"checks", std::move(list)},
                                     {"exit_code", static_cast<int>(exit_code(checks))}};
    return all.dump(1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

ExitCode exit_code(const std::vector<Check>& checks) {
    const auto first = std::find_if(checks.begin(), checks.end(), [](const Check& check) {
        return check.verdict == Verdict::fail;
    });
    return first == checks.end() ? ExitCode::done : first->exit;
}

}  // namespace ecsview::doctor
