# SPDX-License-Identifier: GPL-2.0-or-later
"""The parts of the benchmark: each module has TITLE and measure(bench), which adds lines to a Table.

What they share: viewers (who is measured), screen (what stands on it), processes, table.
"""
