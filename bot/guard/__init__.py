"""The guard on questions: what is personal or secret is taken out before it is stored or searched.

Pure: no Slack, no files, no network.
"""

__all__: list[str] = []
