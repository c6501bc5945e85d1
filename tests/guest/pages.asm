; SPDX-License-Identifier: GPL-2.0-or-later
; A guest that shows pages in the PC's text mode, 80x25: one each time COM1 sends a byte. Behind this sector
; eight for each page: 4000 bytes for the screen as they stand in its memory, then the cursor's column and row.
bits 16
org 0x7c00
COM1 equ 0x3f8
PAGE equ 0x8000

	cld
	xor ax, ax
	mov ds, ax
	mov es, ax
	mov ss, ax
	mov sp, 0x7c00
	mov [drive], dl
	mov ax, 3
	int 0x10
	mov si, ready
	call say
next:
	mov dx, COM1 + 5
.wait:
	in al, dx
	test al, 1
	jz .wait
	mov dx, COM1
	in al, dx

	mov si, packet
	mov dl, [drive]
	mov ah, 0x42                    ; read by LBA
	int 0x13
	add dword [packet + 8], 8

	mov ax, 0xb800
	mov es, ax
	xor di, di
	mov si, PAGE
	mov cx, 2000
	rep movsw
	mov dx, [PAGE + 4000]           ; column in dl, row in dh
	mov ah, 2
	xor bh, bh
	int 0x10
	mov si, shown
	call say
	jmp next

say:                                    ; the text at si, to COM1
	lodsb
	test al, al
	jz .end
	mov ah, al
	mov dx, COM1 + 5
.wait:
	in al, dx
	test al, 0x20
	jz .wait
	mov dx, COM1
	mov al, ah
	out dx, al
	jmp say
.end:
	ret

ready:  db "ready 720x400", 10, 0
shown:  db "shown", 10, 0
drive:  db 0
align 4, db 0
packet: db 16, 0
	dw 8, PAGE, 0
	dq 1
	times 510 - ($ - $$) db 0
	dw 0xaa55
