# SPDX-License-Identifier: GPL-2.0-or-later
"""ecs-sim: a stand-in for the ECS API and its console proxy. It shares no code with the viewer."""
