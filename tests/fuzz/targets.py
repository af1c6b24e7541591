"""All that is fuzzed, by name."""

from tests.fuzz import (
    asking_targets,
    conversion_targets,
    event_targets,
    file_targets,
    guide_targets,
    message_targets,
    shown_targets,
)

_MODULES = (
    guide_targets,
    event_targets,
    message_targets,
    shown_targets,
    asking_targets,
    conversion_targets,
    file_targets,
)
TARGETS = {target.name: target for module in _MODULES for target in module.TARGETS}
