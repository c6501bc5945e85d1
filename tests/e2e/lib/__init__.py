# SPDX-License-Identifier: GPL-2.0-or-later
"""Peers, displays and pictures for the end-to-end tests."""
