// SPDX-License-Identifier: GPL-2.0-or-later
#include "states/classify.h"

#include <algorithm>

#include "base/ascii.h"

namespace ecsview::states {
namespace {

using screen::ScreenState;

bool has(std::string_view text, std::string_view words) {
    return text.find(words) != std::string_view::npos;
}

// ---- what one line says -------------------------------------------------------------------------

// Where something waits for a command: what stands above it was only shown.
bool is_prompt(std::string_view line) {
    return !line.empty() && has("#$%>", line.substr(line.size() - 1)) && !line.ends_with("->");
}

// "login:" alone or behind one name, and perhaps what is typed there: one word.
bool asks_who(std::string_view line) {
    constexpr std::string_view word = "login:";
    const auto at = line.find(word);
    if (at == std::string_view::npos || line.starts_with("Last ")) return false;
    const auto name = line.substr(0, at);
    const bool one_name = name.empty() || name.find(' ') == name.size() - 1;
    auto typed = line.substr(at + word.size());
    if (typed.starts_with(' ')) typed.remove_prefix(1);
    return one_name && !has(typed, " ");
}

// Nothing is shown of what is typed behind it.
bool asks_for_password(std::string_view line) {
    if (!line.ends_with(':')) return false;
    const std::string lower = lower_case(line);
    return has(lower, "password") || has(lower, "passphrase") || has(lower, "unlock disk");
}

// ---- the table ----------------------------------------------------------------------------------

enum class Where {
    first_line,  // with something in it: begins so
    last_line,   // begins so
    last_ends,   // the last line ends so
    any_line,    // begins so, and nothing waits for a command
};

struct Rule {
    ScreenState state;
    Where where;
    std::string_view words;
};

// The first one that fits. Lines are looked at without blanks and frames around them, and without
// what the kernel has said last.
constexpr Rule rules[] = {
    // initramfs-tools, dracut, systemd, mkinitcpio, Alpine; a boot loader without its files.
    {ScreenState::rescue, Where::last_line, "(initramfs)"},
    {ScreenState::rescue, Where::last_line, "dracut:/#"},
    {ScreenState::rescue, Where::last_line, "switch_root:/#"},
    {ScreenState::rescue, Where::last_line, "[rootfs "},
    {ScreenState::rescue, Where::last_line, "grub rescue>"},
    {ScreenState::rescue, Where::last_line, "Press Enter for maintenance"},
    {ScreenState::rescue, Where::last_line, "Give root password for maintenance"},
    {ScreenState::rescue, Where::last_ends, "press Control-D to continue):"},
    {ScreenState::rescue, Where::last_ends, "type Control-D to continue):"},
    {ScreenState::rescue, Where::any_line, "Cannot open access to console, the root account"},
    // GRUB, its messages, and what stands before its menu.
    {ScreenState::boot, Where::first_line, "GNU GRUB"},
    {ScreenState::boot, Where::last_line, "grub>"},
    {ScreenState::boot, Where::last_line, "GRUB loading"},
    {ScreenState::boot, Where::last_line, "Welcome to GRUB!"},
    {ScreenState::boot, Where::last_line, "Booting `"},
    {ScreenState::boot, Where::last_line, "Loading Linux "},
    {ScreenState::boot, Where::last_line, "Loading initial ramdisk"},
    // SeaBIOS, iPXE, OVMF and its shell.
    {ScreenState::boot, Where::last_line, "SeaBIOS (version"},
    {ScreenState::boot, Where::last_line, "Booting from "},
    {ScreenState::boot, Where::last_line, "Boot failed"},
    {ScreenState::boot, Where::last_line, "No bootable device"},
    {ScreenState::boot, Where::last_line, "Press F12 for boot menu"},
    {ScreenState::boot, Where::last_line, "Press ESC for boot menu"},
    {ScreenState::boot, Where::last_line, "iPXE "},
    {ScreenState::boot, Where::last_line, "iPXE>"},
    {ScreenState::boot, Where::last_line, "Configuring (net"},
    {ScreenState::boot, Where::last_line, "BdsDxe: "},
    {ScreenState::boot, Where::last_line, "Shell>"},
    // SYSLINUX and its menus, systemd-boot, FreeBSD's loader, Windows' own.
    {ScreenState::boot, Where::last_line, "boot:"},
    {ScreenState::boot, Where::last_line, "ISOLINUX "},
    {ScreenState::boot, Where::last_line, "SYSLINUX "},
    {ScreenState::boot, Where::last_line, "Automatic boot in "},
    {ScreenState::boot, Where::any_line, "Press [Tab] to edit options"},
    {ScreenState::boot, Where::any_line, "Reboot Into Firmware Interface"},
    {ScreenState::boot, Where::last_line, "Autoboot in "},
    {ScreenState::boot, Where::first_line, "Windows Boot Manager"},
    {ScreenState::boot, Where::first_line, "Windows Error Recovery"},
    // Windows before 8.
    {ScreenState::blue_screen, Where::any_line, "*** STOP: 0x"},
    {ScreenState::blue_screen, Where::any_line, "A problem has been detected and Windows has been"},
};

bool fits(const Rule& rule, const Lines& lines, bool at_prompt) {
    const auto begins = [&](const Line& line) { return line.bare().starts_with(rule.words); };
    switch (rule.where) {
        case Where::first_line:
            return !at_prompt && begins(*std::ranges::find_if(
                                     lines, [](const Line& line) { return !line.text.empty(); }));
        case Where::last_line: return begins(lines.back());
        case Where::last_ends: return lines.back().text.ends_with(rule.words);
        case Where::any_line: return !at_prompt && std::ranges::any_of(lines, begins);
    }
    return false;
}

// ---- a panic ------------------------------------------------------------------------------------

constexpr std::string_view panic_words[] = {"Kernel panic - not syncing",
                                            "---[ end Kernel panic - not syncing"};

// What a kernel writes below those words, where its lines have no time.
bool is_of_trace(std::string_view line) {
    constexpr std::string_view starts[] = {"CPU: ",
                                           "PID: ",
                                           "Hardware name:",
                                           "Call Trace:",
                                           "Call trace:",
                                           " ",
                                           "<TASK>",
                                           "</TASK>",
                                           "<IRQ>",
                                           "</IRQ>",
                                           "RIP: ",
                                           "RSP: ",
                                           "Code: ",
                                           "RAX: ",
                                           "RDX: ",
                                           "RBP: ",
                                           "R10: ",
                                           "R13: ",
                                           "FS: ",
                                           "CS: ",
                                           "CR2: ",
                                           "Kernel Offset:",
                                           "---[ end",
                                           "Rebooting in ",
                                           "drm_kms_helper: ",
                                           "panic occurred, switching back",
                                           "[<",
                                           "Tainted:",
                                           "Workqueue:",
                                           "Modules linked in:",
                                           "dump_stack",
                                           "panic+",
                                           "mount_block_root",
                                           "mount_root",
                                           "prepare_namespace",
                                           "kernel_init",
                                           "ret_from_fork",
                                           "SMP: stopping secondary CPUs",
                                           "CPU features:",
                                           "Memory Limit:"};
    return line.empty() ||
           std::ranges::any_of(starts, [&](auto start) { return line.starts_with(start); });
}

// The last thing on the screen: a kernel that goes on, or somebody who reads an old log, writes
// below it what no dying kernel does.
bool is_linux_panic(const Lines& lines) {
    const auto is_it = [](const Line& line) {
        return std::ranges::any_of(panic_words,
                                   [&](auto words) { return line.words().starts_with(words); });
    };
    const auto found = std::find_if(lines.rbegin(), lines.rend(), is_it);
    if (found == lines.rend()) return false;
    const bool stamped = found->of_kernel();
    bool goes_on = found->goes_on;
    for (auto line = found.base(); line != lines.end(); ++line) {
        const bool end_of_long_one = goes_on && !line->of_kernel() && !is_prompt(line->text);
        goes_on = line->goes_on;
        if (end_of_long_one) continue;
        if (line->words().starts_with("Linux version ")) return false;  // kexec: the next one
        if (stamped ? !line->of_kernel() && !line->text.empty() : !is_of_trace(line->text))
            return false;
    }
    return true;
}

// FreeBSD's ends in its debugger or counts down; Linux' newest is a page of its own.
bool is_other_panic(const Lines& lines) {
    const auto any = [&](std::string_view words) {
        return std::ranges::any_of(
            lines, [&](const Line& line) { return line.bare().starts_with(words); });
    };
    const auto last = lines.back().bare();
    if (any("panic: ") && (last.starts_with("db>") || last.starts_with("Automatic reboot in ") ||
                           last.starts_with("KDB: enter: panic") || last.starts_with("Rebooting")))
        return true;
    return any("KERNEL PANIC!") && any("Please reboot your computer.");
}

ScreenState state_of(const Lines& all) {
    if (is_linux_panic(all) || is_other_panic(all)) return ScreenState::panic;
    const Lines lines = without_kernel(all);
    if (lines.empty()) return ScreenState::running;
    const auto last = lines.back().bare();
    const bool at_prompt = is_prompt(last);
    for (const auto& rule : rules)
        if (fits(rule, lines, at_prompt)) return rule.state;
    if (asks_who(last)) return ScreenState::login;
    if (asks_for_password(last)) return ScreenState::password;
    return ScreenState::running;
}

}  // namespace

ScreenState classify(const Lines& lines, const Colours& colours) {
    if (!lines.empty()) return state_of(lines);
    if (colours.blank()) return ScreenState::blank;
    return like_a_stop_screen(colours) ? ScreenState::blue_screen : ScreenState::running;
}

ScreenState classify(const std::optional<text::Page>& page, const Colours& colours) {
    return classify(page ? lines_of(*page) : Lines{}, colours);
}

}  // namespace ecsview::states
