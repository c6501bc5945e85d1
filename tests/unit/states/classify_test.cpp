// SPDX-License-Identifier: GPL-2.0-or-later
// Screens as their systems write them, and others that only look like them.
#include "states/classify.h"

#include <gtest/gtest.h>

namespace ecsview::states {
namespace {

struct Screen {
    const char* about;
    screen::ScreenState state;
    std::string_view text;
};

void PrintTo(const Screen& screen, std::ostream* out) {
    *out << screen.about;
}

using enum screen::ScreenState;

const Screen boots[] = {
    {"SeaBIOS", boot, R"(SeaBIOS (version 1.16.2-debian-1.16.2-1)


iPXE (https://ipxe.org) 00:03.0 CA00 PCI2.10 PnP PMM+07F8F4A0+07ECF4A0 CA00



Booting from Hard Disk...)"},
    {"no disk", boot, R"(SeaBIOS (version rel-1.16.0-0-gd239552ce722-prebuilt.qemu.org)
Booting from Hard Disk...
Boot failed: not a bootable disk

No bootable device.)"},
    {"iPXE", boot, R"(iPXE initialising devices...ok



iPXE 1.21.1+ (g4fd8) -- Open Source Network Boot Firmware -- https://ipxe.org
Features: DNS HTTP iSCSI TFTP SRP AoE ELF MBOOT PXE bzImage Menu PXEXT
net0: 52:54:00:12:34:56 using 82540em on 0000:00:03.0 (Ethernet) [open]
Configuring (net0 52:54:00:12:34:56)......)"},
    {"OVMF", boot,
     "BdsDxe: loading Boot0001 \"UEFI QEMU HARDDISK QM00001 \" from PciRoot(0x0)\n"
     "BdsDxe: starting Boot0001 \"UEFI QEMU HARDDISK QM00001 \" from PciRoot(0x0)"},
    {"UEFI's shell", boot,
     "UEFI Interactive Shell v2.2\nEDK II\nMapping table\n"
     "     BLK0: Alias(s):\nPress ESC in 1 seconds to skip startup.nsh\n"
     "Shell>"},
    {"GRUB's menu", boot, R"(                           GNU GRUB  version 2.06-13+deb12u1

 +----------------------------------------------------------------------------+
 |*Debian GNU/Linux                                                           |
 | Advanced options for Debian GNU/Linux                                      |
 |                                                                            |
 +----------------------------------------------------------------------------+

      Use the ^ and v keys to select which entry is highlighted.
      Press enter to boot the selected OS, `e' to edit the commands
      before booting or `c' for a command-line.
   The highlighted entry will be executed automatically in 5s.)"},
    {"GRUB's command line", boot, R"(                             GNU GRUB  version 2.06

   Minimal BASH-like line editing is supported. For the first word, TAB
   lists possible command completions.

grub> ls)"},
    {"GRUB begins", boot,
     "SeaBIOS (version 1.15)\nBooting from Hard Disk...\nGRUB loading.\n"
     "Welcome to GRUB!"},
    {"GRUB has chosen", boot,
     "  Booting `Debian GNU/Linux'\n\nLoading Linux 6.1.0-18-amd64 ...\n"
     "Loading initial ramdisk ..."},
    {"ISOLINUX", boot,
     "ISOLINUX 6.04 20200816 Copyright (C) 1994-2015 H. Peter Anvin et al\n"
     "boot: linux"},
    {"its menu", boot,
     "             Debian 12 installer menu\n\n   Install\n   Rescue mode\n\n\n"
     "              Press [Tab] to edit options\n"
     "          Automatic boot in 8 seconds..."},
    {"systemd-boot", boot,
     "\n\n                     Debian GNU/Linux 12 (bookworm)\n"
     "                   Reboot Into Firmware Interface\n\n"
     "                              Boot in 3 s."},
    {"FreeBSD's loader", boot,
     "  _____              ____   _____ _____\n\n"
     "  1. Boot Multi user [Enter]\n  2. Boot Single user\n"
     "   Autoboot in 9 seconds, hit [Enter] to boot"},
    {"Windows Boot Manager", boot, R"(                             Windows Boot Manager

Choose an operating system to start, or press TAB to select a tool:
(Use the arrow keys to highlight your choice, then press ENTER.)

    Windows Server 2019                                                       >

ENTER=Choose                      TAB=Menu                          ESC=Cancel)"},
    {"Windows Error Recovery", boot,
     "        Windows Error Recovery\n\n"
     "Windows failed to start. A recent hardware or software"},
};

const Screen panics[] = {
    {"no root", panic,
     R"([    1.602135] VFS: Cannot open root device "vda1" or unknown-block(0,0): error -6
[    1.603001] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)
[    1.604211] CPU: 0 PID: 1 Comm: swapper/0 Not tainted 6.1.0-18-amd64 #1  Debian 6.1.76-1
[    1.605100] Hardware name: Alibaba Cloud Alibaba Cloud ECS, BIOS 449e491 04/01/2014
[    1.606002] Call Trace:
[    1.606402]  <TASK>
[    1.606701]  dump_stack_lvl+0x44/0x5c
[    1.607201]  panic+0x118/0x2ed
[    1.607602]  mount_block_root+0x1d3/0x1e6
[    1.608101]  </TASK>
[    1.608502] Kernel Offset: 0x1c600000 from 0xffffffff81000000 (relocation range: 0xffffffff80000000-0xffffffffbfffffff)
[    1.609402] ---[ end Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0) ]---)"},
    {"its first line has gone by", panic, R"([  812.101002]  ret_from_fork+0x22/0x30
[  812.101402]  </TASK>
[  812.101802] Kernel Offset: disabled
[  812.102202] ---[ end Kernel panic - not syncing: Fatal exception in interrupt ]---)"},
    {"it will reboot", panic, R"([   44.000001] Kernel panic - not syncing: sysrq triggered crash
[   44.000102] CPU: 1 PID: 733 Comm: bash Kdump: loaded Not tainted 5.10.134-16.al8.x86_64 #1
[   44.000202] Call Trace:
[   44.000302] Kernel Offset: disabled
[   44.000402] Rebooting in 10 seconds..)"},
    {"over a login prompt", panic, R"(Debian GNU/Linux 12 web-01 tty1

web-01 login: [  300.000101] Kernel panic - nothing of this line counts
[  300.000201] Kernel panic - not syncing: hung_task: blocked tasks
[  300.000301] CPU: 0 PID: 39 Comm: khungtaskd Not tainted 6.1.0)"},
    {"without times", panic,
     R"(Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100

CPU: 0 PID: 1 Comm: init Not tainted 4.19.91 #1
Call Trace:
 dump_stack+0x66/0x8b
 panic+0xfe/0x246
---[ end Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000100 ]---)"},
    {"with the processor's number", panic,
     "[    2.000001][    T1] Kernel panic - not syncing: No working init found.\n"
     "[    2.000101][    T1] ---[ end Kernel panic - not syncing: No working init found. ]---"},
    {"Linux' newest", panic,
     "\n\n        KERNEL PANIC!\n\n   Please reboot your computer.\n\n"
     "   Fatal exception in interrupt"},
    {"FreeBSD", panic,
     "panic: vm_fault: fault on nofault entry, addr: 0xfffffe0000b00000\n"
     "cpuid = 1\ntime = 1700000000\nKDB: stack backtrace:\n#0 0xffffffff80c1 at\n"
     "Uptime: 2h3m4s\n"
     "Automatic reboot in 15 seconds - press a key on the console to abort"},
};

const Screen rescues[] = {
    {"initramfs-tools", rescue,
     "ALERT!  UUID=6d1 does not exist.  Dropping to a shell!\n\n\n"
     "BusyBox v1.35.0 (Debian 1:1.35.0-4+b3) built-in shell (ash)\n"
     "Enter 'help' for a list of built-in commands.\n\n(initramfs)"},
    {"a command there", rescue, "(initramfs) ls\nbin dev etc\n(initramfs) cat /proc/cmdline"},
    {"the kernel speaks behind its prompt", rescue,
     "(initramfs) [   35.100200] random: crng init done"},
    {"dracut", rescue,
     "Generating \"/run/initramfs/rdsosreport.txt\"\n\n\n"
     "Entering emergency mode. Exit the shell to continue.\n"
     "Type \"journalctl\" to view system logs.\n\n\ndracut:/#"},
    {"systemd", rescue,
     "You are in emergency mode. After logging in, type \"journalctl -xb\" to view\n"
     "system logs, \"systemctl reboot\" to reboot, \"exit\"\n"
     "to continue bootup.\nGive root password for maintenance\n"
     "(or press Control-D to continue):"},
    {"no root account", rescue,
     "You are in emergency mode. After logging in, type \"journalctl -xb\" to view\n"
     "Cannot open access to console, the root account is locked.\n"
     "See sulogin(8) man page for more details.\n\n"
     "Press Enter to continue."},
    {"GRUB without its files", rescue,
     "GRUB loading.\nWelcome to GRUB!\n\n"
     "error: no such device: 6d1c0a.\n"
     "Entering rescue mode...\ngrub rescue>"},
};

const Screen logins[] = {
    {"Debian", login, "Debian GNU/Linux 12 web-01 tty1\n\nweb-01 login:"},
    {"Alibaba Cloud Linux", login,
     "\nAlibaba Cloud Linux 3 (Soaring Falcon)\n"
     "Kernel 5.10.134-16.al8.x86_64 on an x86_64\n\n"
     "Activate the web console with: systemctl enable --now cockpit\n\n"
     "iZbp1hzoinajzkh91hZ login:"},
    {"a name is typed", login, "Ubuntu 22.04.4 LTS web-01 tty1\n\nweb-01 login: root"},
    {"it failed once", login, "web-01 login: root\nPassword:\n\nLogin incorrect\nweb-01 login:"},
    {"BSD", login, "FreeBSD/amd64 (bsd) (ttyv0)\n\nlogin:"},
    {"cloud-init speaks below it", login, R"(Ubuntu 22.04.4 LTS web-01 tty1

web-01 login: [   21.201301] cloud-init[823]: Cloud-init v. 23.4.4-0ubuntu0~22.04.1 running 'modules:final' at Mon, 30 Nov
[   21.301301] cloud-init[823]: Cloud-init v. 23.4.4 finished at Mon, 30 Nov 2026 00:00:00 +0000. Datasource DataSourceAliYun. Up 21.28 seconds)"},
    {"the kernel speaks below it", login,
     "web-01 login:\n[  100.123456] IPv6: ADDRCONF(NETDEV_UP)"},
    {"after a panic that is history", login,
     "[    1.000000] Kernel panic - not syncing: an old screen\n\nweb-01 login:"},
};

const Screen passwords[] = {
    {"login", password, "Debian GNU/Linux 12 web-01 tty1\n\nweb-01 login: root\nPassword:"},
    {"sudo", password, "admin@web-01:~$ sudo -s\n[sudo] password for admin:"},
    {"a disk", password, "Please unlock disk vda3_crypt:"},
    {"passwd", password, "root@web-01:~# passwd\nNew password:"},
};

// What is none of them.
const Screen others[] = {
    {"a shell", running, "Last login: Mon Nov 30 00:00:01 CST 2026 on tty1\n[root@web-01 ~]#"},
    {"the last login", running,
     "web-01 login: root\nPassword:\n"
     "Last login: Mon Nov 30 00:00:01 on tty1"},
    {"a short last login", running, "Last login: never"},
    {"one that looks for panics", running, R"(root@web-01:~# dmesg | grep -i panic
[    0.021003] Kernel command line: root=/dev/vda1 panic=10 quiet
[    1.603001] Kernel panic - not syncing: only a line of an old log
root@web-01:~#)"},
    {"a pager with a panic", running, R"([    1.602135] VFS: Cannot open root device
[    1.603001] Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)
[    1.604211] CPU: 0 PID: 1 Comm: swapper/0 Not tainted
:)"},
    {"a journal with a panic", running,
     "Nov 30 00:00:00 web-01 kernel: Kernel panic - not syncing: of another machine\n"
     "Nov 30 00:00:01 web-01 sshd[100]: Server listening on 0.0.0.0 port 22."},
    {"an editor with a panic", running,
     "Kernel panic - not syncing: what is that?\n~\n~\n~\n"
     "\"notes\" 1L, 42B"},
    {"a page about it", running, "How to read \"Kernel panic - not syncing\" in a log"},
    {"a boot after one", running, R"([    1.603001] Kernel panic - not syncing: VFS
[    0.000000] Linux version 5.10.134 (builder@al8) (gcc 10.2.1)
[    0.000000] Command line: irqpoll nr_cpus=1)"},
    {"a kernel that mentions it", running, R"([    0.021003] Kernel command line: panic=10 quiet
[    0.100200] printk: console [tty0] enabled
[    0.500100] Freeing unused kernel memory: 2048K)"},
    {"a bug that was survived", running,
     "[   10.000001] BUG: unable to handle page fault\n"
     "[   10.000101] Oops: 0000 [#1] SMP PTI\n"
     "[   10.000201] ---[ end trace 0000000000000000 ]---"},
    {"a boot", running, "[  OK  ] Started getty on tty1.\n[  OK  ] Reached target Login Prompts."},
    {"a file with login: in it", running,
     "root@web-01:~# cat notes\nthe prompt is web-01 login:\n"
     "root@web-01:~#"},
    {"a sentence with login:", running, "Type your name at the login: prompt\nand press Enter."},
    {"a line with two words before it", running, "Please wait for login:"},
    {"a log of logins", running, "sshd: failed login: user root from 10.0.0.1"},
    {"a log about passwords", running, "[  OK  ] Started Forward Password Requests to Wall."},
    {"a shell that shows GRUB's name", running, "GNU GRUB  version 2.06\nroot@web-01:~#"},
    {"a shell that shows the menu's help", running, "Press [Tab] to edit options\n$"},
    {"a shell that shows SeaBIOS' words", running, "Booting from Hard Disk...\nroot@web-01:~#"},
    {"an emergency that is over", running,
     "You are in emergency mode.\n"
     "Give root password for maintenance\n"
     "(or press Control-D to continue):\nroot@web-01:~#"},
    {"a shell with an initramfs in its listing", running, "(initramfs) notes.txt\nweb-01:~$"},
    {"a shell that shows a stop", running, "*** STOP: 0x0000007B\nC:\\>"},
};

const Screen stops[] = {
    {"Windows 7", blue_screen,
     R"(A problem has been detected and Windows has been shut down to prevent damage
to your computer.

INACCESSIBLE_BOOT_DEVICE

Technical information:

*** STOP: 0x0000007B (0xFFFFF880009A97E8,0xFFFFFFFFC0000034,0x0000000000000000)"},
};

class Classify : public testing::TestWithParam<Screen> {};

TEST_P(Classify, TellsWhatTheScreenIs) {
    const auto state = classify(lines_of(GetParam().text, 80), {});
    EXPECT_EQ(name_of(state), name_of(GetParam().state)) << GetParam().text;
}

// However the guest's console is as wide as its lines are long.
TEST_P(Classify, TheWidthDoesNotCount) {
    const auto state = classify(lines_of(GetParam().text, 160), {});
    EXPECT_EQ(name_of(state), name_of(GetParam().state)) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Boots, Classify, testing::ValuesIn(boots));
INSTANTIATE_TEST_SUITE_P(Panics, Classify, testing::ValuesIn(panics));
INSTANTIATE_TEST_SUITE_P(Rescues, Classify, testing::ValuesIn(rescues));
INSTANTIATE_TEST_SUITE_P(Logins, Classify, testing::ValuesIn(logins));
INSTANTIATE_TEST_SUITE_P(Passwords, Classify, testing::ValuesIn(passwords));
INSTANTIATE_TEST_SUITE_P(Others, Classify, testing::ValuesIn(others));
INSTANTIATE_TEST_SUITE_P(Stops, Classify, testing::ValuesIn(stops));

TEST(ClassifyPage, APageIsReadRowByRow) {
    text::Page page;
    page.columns = 8;
    page.rows = 2;
    page.letters.resize(16);
    const std::string_view text = "a\xb3 login:";
    for (std::size_t at = 0; at < text.size(); ++at)
        page.letters[at].character = at == 1 ? U'│' : static_cast<char32_t>(text[at]);
    const auto lines = lines_of(page);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].text, "a? login");
    EXPECT_TRUE(lines[0].goes_on);
    EXPECT_EQ(lines[1].text, ":");
    EXPECT_FALSE(lines[1].goes_on);
}

TEST(ClassifyPage, WithoutTextTheColoursTell) {
    EXPECT_EQ(classify(Lines{}, {.common = 0, .share = 1000}), blank);
    EXPECT_EQ(classify(Lines{}, {.common = 0, .share = 999}), running);
    const Colours stop{.common = 0x0078d7, .share = 930, .whitened = 1000, .upper_left = 600};
    EXPECT_EQ(classify(Lines{}, stop), blue_screen);
    EXPECT_EQ(classify(std::nullopt, stop), blue_screen);
    EXPECT_EQ(classify(lines_of("text", 80), stop), running);
}

}  // namespace
}  // namespace ecsview::states
