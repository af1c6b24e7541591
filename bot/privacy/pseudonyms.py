"""People by a keyed hash: the same person is known again, and nobody without the key can say who it is."""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import Settings

KEY_FILE = "privacy.key"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Names people by HMAC-SHA256 (RFC 2104) of team and user id, with the installation's key."""

    key: bytes = field(repr=False)

    @classmethod
    def load(cls, state: Path, key: str | None = None) -> "Pseudonyms":
        """Take ``key``, else the one that is kept in ``state``; the first time, a random one is made."""
        return cls(key.encode() if key else _kept_key(state / KEY_FILE))

    def of(self, team: str, user: str) -> str:
        """Return a person's name, 64 hexadecimal digits."""
        return hmac.new(self.key, f"{team}\n{user}".encode(), hashlib.sha256).hexdigest()


def load_pseudonyms(settings: Settings) -> Pseudonyms:
    """Return the pseudonyms of an installation."""
    return Pseudonyms.load(
        settings.state, settings.privacy_key.get_secret_value() if settings.privacy_key else None
    )


def _kept_key(file: Path) -> bytes:
    """Read the key, made by whichever process comes first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}-{secrets.token_hex(4)}")
    if not file.exists():
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as new:
            new.write(secrets.token_bytes(_KEY_BYTES))
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_bytes()
