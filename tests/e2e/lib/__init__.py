# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers, displays and pictures for the end-to-end tests.

The program under test: viewer, consoles. What it talks to: qemu (with serial_line, qmp), peers,
sim, rawpeer (with stream, websocket, rfb_client, rfb_server), link. Where it shows: display. What
it should show: guest_picture, picture. Judges and means: pc_keyboard, bare_client, tigervnc,
vncauth, certs, ports, process.
"""
