; SPDX-License-Identifier: GPL-2.0-or-later
;
; The test guest: a boot sector that loads the rest of this image, enters 32-bit protected mode and
; then only reacts. Commands come in on COM1, one letter and for some one argument byte; every command
; is answered by one line, and every key and pointer event is reported as one line. What is on the
; screen is a pure function of a few variables (picture.inc), so a test can compute it.
; The processor sleeps in hlt whenever there is nothing to do. tests/guest/README.md has the protocol.

        org     0x7c00
        bits    16

LOAD_SECTORS    equ (image_end - stage2) / 512
STACK32         equ 0x90000
STACK16         equ 0x7000

boot:
        cli
        xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     sp, STACK16
        jmp     0:.flat
.flat:  mov     si, load_packet
        mov     ah, 0x42                ; the drive number is still in dl
        int     0x13
        jc      .dead
        mov     ax, 0x1130              ; where the BIOS has its letters of 8x16 pixels
        mov     bh, 6
        int     0x10
        xor     eax, eax
        mov     ax, es
        shl     eax, 4
        movzx   ebp, bp
        add     eax, ebp
        mov     [font], eax
        mov     ax, 0x2401              ; A20 on
        int     0x15
        cli
        lgdt    [gdt_pointer]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     CODE32:start32
.dead:  hlt
        jmp     .dead

        align   4
load_packet:
        db      16, 0
        dw      LOAD_SECTORS
        dw      stage2, 0
        dq      1

font:   dd      0

        align   8
gdt:    dq      0
CODE32  equ     $ - gdt
        dq      0x00cf9a000000ffff
DATA32  equ     $ - gdt
        dq      0x00cf92000000ffff
CODE16  equ     $ - gdt
        dq      0x00009a000000ffff
DATA16  equ     $ - gdt
        dq      0x000092000000ffff
gdt_pointer:
        dw      $ - gdt - 1
        dd      gdt

        times   510 - ($ - $$) db 0
        dw      0xaa55

stage2:
        bits    32
start32:
        mov     ax, DATA32
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     esp, STACK32
        cld
        call    interrupts_init
        call    serial_init
        call    i8042_init
        call    screen_find
        mov     al, DEFAULT_RESOLUTION
        call    screen_set
        mov     esi, text_ready
        call    serial_text
        call    serial_resolution
        call    serial_newline

; Every device is drained with interrupts off; an interrupt that comes meanwhile stays pending and
; ends the hlt at once, so nothing is missed.
main:   cli
.again: call    serial_poll
        jc      .again
        cmp     byte [stalled], 0
        jne     .others
        call    i8042_poll
        jc      .again
.others:
        call    vmmouse_poll
        jc      .again
        call    tick_poll
        jc      .again
        sti
        hlt
        jmp     main

%include "interrupts.inc"
%include "serial.inc"
%include "commands.inc"
%include "screen.inc"
%include "picture.inc"
%include "overlay.inc"
%include "text.inc"
%include "i8042.inc"
%include "vmmouse.inc"
%include "terminal.inc"

        times   (512 - ($ - $$) % 512) % 512 db 0
image_end:
        times   1048576 - ($ - $$) db 0 ; a whole MiB, so that any drive geometry fits
