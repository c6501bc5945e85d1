; SPDX-License-Identifier: GPL-2.0-or-later
;
; A guest that never rests: a boot sector. 60 times a second, by the clock (QEMU's vertical retrace is
; none: it turns at each look), it counts and shows the count as the colour of a block, 64x32 at the upper left of mode 13h: red is the low half
; of the count, green the high half, 0 to 15 of each. So the age of a picture can be told from one of
; its pixels. A second block, beside it, changes its colour with each key that is pressed. With NOISE the lower half of the screen is painted with what no encoder makes smaller,
; about 32 kB each time.

        org     0x7c00
        bits    16

WIDTH   equ     320
TICKS   equ     0x46c                   ; the BIOS counts its clock's interrupts here
FIRST   equ     0x41a                   ; of the keys in its ring, and behind the last one
BEHIND  equ     0x41c
KEYS    equ     128                     ; where the keys' block begins
PIT     equ     1193182 / 60

start:  cli
        xor     ax, ax
        mov     ds, ax
        mov     ss, ax
        mov     sp, 0x7c00
        cld
        mov     ax, 0x13
        int     0x10
        mov     ax, 0xa000
        mov     es, ax

; Colour i is (i & 15, i >> 4, 0); a step of the DAC's 64 levels is 4.
        mov     dx, 0x3c8
        xor     al, al
        out     dx, al
        inc     dx
        xor     cl, cl
.colour:
        mov     al, cl
        and     al, 15
        shl     al, 2
        out     dx, al
        mov     al, cl
        shr     al, 4
        shl     al, 2
        out     dx, al
        xor     al, al
        out     dx, al
        inc     cl
        jnz     .colour

        mov     al, 0x34                ; channel 0, both bytes, rate
        out     0x43, al
        mov     al, PIT & 0xff
        out     0x40, al
        mov     al, PIT >> 8
        out     0x40, al
        sti

        xor     bl, bl
        mov     ebp, 0x9e3779b9
        mov     si, [TICKS]
frame:  hlt
        cmp     si, [TICKS]
        je      frame                   ; another interrupt
        mov     si, [TICKS]
        inc     bl
        xor     di, di
        mov     al, bl
        call    block
        mov     di, KEYS
        mov     ax, [BEHIND]            ; goes on by two with each key, round the ring
        mov     [FIRST], ax             ; which is emptied
        call    block
%ifdef NOISE
        mov     di, WIDTH * 100
        mov     cx, WIDTH * 100 / 4
.noise: mov     eax, ebp                ; xorshift32
        shl     eax, 13
        xor     ebp, eax
        mov     eax, ebp
        shr     eax, 17
        xor     ebp, eax
        mov     eax, ebp
        shl     eax, 5
        xor     ebp, eax
        mov     eax, ebp
        stosd
        loop    .noise
%endif
        jmp     frame

block:  mov     dh, 32                  ; of the colour al, at di
.row:   mov     cx, 64
        rep     stosb
        add     di, WIDTH - 64
        dec     dh
        jnz     .row
        ret

        times   510 - ($ - $$) db 0
        dw      0xaa55
        times   1048576 - ($ - $$) db 0 ; a whole MiB, so that any drive geometry fits
