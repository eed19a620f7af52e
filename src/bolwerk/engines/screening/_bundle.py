"""What an index is made of: arrays that are built once, saved as one file each and mapped into memory again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bolwerk.engines.screening._coefficients import coefficients
from bolwerk.engines.screening._evidence import identifier_keys
from bolwerk.engines.screening._kernel import Tokens
from bolwerk.engines.screening._model import Entity
from bolwerk.engines.screening._near import Keys, Names, posting_signs
from bolwerk.engines.screening._pair import names_read
from bolwerk.engines.screening._rarity import Rarity
from bolwerk.engines.screening._shape import names_of, table
from bolwerk.engines.screening._tables import delete_table, join_table

FORMAT = 2


@dataclass(frozen=True, slots=True, eq=False)
class Bundle:
    tokens: Tokens
    names: Names
    keys: Keys
    rarity: Rarity
    identifier: npt.NDArray[np.uint64]
    identifier_entity: npt.NDArray[np.int32]
    text: npt.NDArray[np.uint8]
    """Each entity as JSON, end to end."""
    text_start: npt.NDArray[np.int64]
    version: npt.NDArray[np.uint8]
    """The digest of each entity, 32 bytes."""
    digest: str

    @property
    def count(self) -> int:
        return len(self.text_start) - 1

    def entity(self, number: int) -> Entity:
        line = self.text[self.text_start[number] : self.text_start[number + 1]].tobytes()
        identity, schema, dataset, properties = json.loads(line)
        return Entity(identity, schema, {name: tuple(values) for name, values in properties.items()}, dataset)

    def identified(self, keys: Iterable[str]) -> list[int]:
        """Entities that share an identifier."""
        found: set[int] = set()
        for key in keys:
            h = _hash(key)
            low, high = np.searchsorted(self.identifier, [h, h + np.uint64(1)] if h < np.uint64(2**64 - 1) else [h, h])
            found.update(self.identifier_entity[low:high].tolist())
        return sorted(found)

    def _arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        found: dict[str, npt.NDArray[np.generic]] = {}
        for part, made in (("tokens", self.tokens), ("names", self.names), ("keys", self.keys)):
            found |= {f"{part}-{name}": array for name, array in made._asdict().items() if name != "shift"}
        found |= {"rarity-keys": self.rarity.keys, "rarity-counts": self.rarity.counts}
        for name in ("identifier", "identifier_entity", "text", "text_start", "version"):
            found[name] = getattr(self, name)
        return found

    def save(self, folder: Path) -> None:
        """Write every array and, last, what ties them together: a folder without `bundle.json` is not an index."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "bundle.json").unlink(missing_ok=True)
        for name, array in self._arrays().items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        about = {"format": FORMAT, "digest": self.digest, "shift": self.keys.shift, "rarity": self.rarity.names}
        (folder / "bundle.json").write_text(json.dumps(about), "utf-8")

    @classmethod
    def open(cls, folder: Path) -> Bundle:
        try:
            about = json.loads((folder / "bundle.json").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ValueError(f"{folder} holds no saved index: build one and save it there") from error
        if about.get("format") != FORMAT:
            raise ValueError(
                f"{folder} holds an index of format {about.get('format')}; this engine reads {FORMAT}: build it anew"
            )

        def read(name: str) -> Any:
            # Copy on write: nobody writes, and the compiled code sees the same kind of array as after building.
            return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="c", allow_pickle=False))

        tokens = Tokens(*(read(f"tokens-{name}") for name in Tokens._fields))
        names = Names(*(read(f"names-{name}") for name in Names._fields))
        keys = Keys(*(about["shift"] if name == "shift" else read(f"keys-{name}") for name in Keys._fields))
        rarity = Rarity(about["rarity"], read("rarity-keys"), read("rarity-counts"))
        parts = ("identifier", "identifier_entity", "text", "text_start", "version")
        identifier, owner, text, start, version = map(read, parts)
        return cls(tokens, names, keys, rarity, identifier, owner, text, start, version, about["digest"])


def _hash(text: str) -> np.uint64:
    return np.uint64(int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little"))


def engine_digest() -> str:
    """Over what decides a score besides the code: the weights and the word tables."""
    made = hashlib.sha256(coefficients().digest.encode())
    for table_file in sorted(files(__package__).joinpath("words").iterdir(), key=lambda f: f.name):
        made.update(table_file.read_bytes())
    return made.hexdigest()


def build(entities: Iterable[Entity], rarity: Rarity, version: str = "1") -> Bundle:
    words: dict[str, int] = {}
    token: list[int] = []
    lengths: list[int] = []
    owner: list[int] = []
    marks: list[tuple[int, int, int, int, int]] = []
    texts: list[bytes] = []
    stamps: list[bytes] = []
    versions: list[bytes] = []
    identifier: list[int] = []
    identified: list[int] = []
    for number, entity in enumerate(entities):
        ordinal = {text: k for k, (text, _) in enumerate(names_of(entity))}
        for name in names_read(entity):
            spelling = name.spelling
            token += [words.setdefault(t, len(words)) for t in spelling.tokens]
            lengths.append(len(spelling.tokens))
            owner.append(number)
            marks.append((spelling.form, int(spelling.bridge), name.group, ordinal[name.text], int(name.weak)))
        for key in identifier_keys(entity):
            identifier.append(int(_hash(key)))
            identified.append(number)
        line = [entity.id, entity.schema, entity.dataset, {k: list(v) for k, v in entity.properties.items()}]
        texts.append(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode())
        stamp = entity.digest
        stamps.append(bytes.fromhex(stamp))
        versions.append(f"{entity.dataset}\t{entity.id}\t{stamp}".encode())
    digest = hashlib.sha256(f"{version} {engine_digest()} {rarity.digest}\n".encode())
    for line_ in sorted(versions):
        digest.update(line_ + b"\n")
    listed = list(words)
    tokens, keys = table(listed)
    if listed:
        tokens.weight[:] = rarity.weights(listed, keys)
    names = _names(tokens, token, lengths, owner, marks, len(listed))
    ids = np.array(identifier, np.uint64)
    order = np.argsort(ids, kind="stable")
    return Bundle(
        tokens,
        names,
        _keys(tokens, keys, names, listed),
        rarity,
        ids[order],
        np.array(identified, np.int32)[order],
        np.frombuffer(b"".join(texts) or b"\0", np.uint8).copy(),
        np.concatenate((np.zeros(1, np.int64), np.cumsum([len(t) for t in texts], dtype=np.int64))),
        np.frombuffer(b"".join(stamps), np.uint8).reshape(-1, 32).copy(),
        digest.hexdigest(),
    )


def _names(
    tokens: Tokens,
    token: list[int],
    lengths: list[int],
    owner: list[int],
    marks: list[tuple[int, int, int, int, int]],
    words: int,
) -> Names:
    flat = np.array(token, np.int32)
    start = np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)))
    name = np.repeat(np.arange(len(lengths), dtype=np.int32), np.array(lengths, np.int64))
    order = np.argsort(flat, kind="stable")
    posting_start = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(flat, minlength=words), dtype=np.int64)))
    table = np.array(marks, np.int32).reshape(-1, 5)
    form, bridge, group, text = (table[:, k].copy() for k in range(4))
    weak = table[:, 4].astype(np.uint8)
    posting = name[order].astype(np.int32)
    signs = posting_signs(tokens, start, flat, posting_start, posting)
    return Names(start, flat, np.array(owner, np.int32), form, bridge, group, text, weak, posting_start, posting, signs)


def _keys(tokens: Tokens, exact: npt.NDArray[np.uint64], names: Names, listed: list[str]) -> Keys:
    by_key = np.argsort(exact, kind="stable").astype(np.int32)
    delete, delete_token = delete_table(tokens.letters, tokens.start, tokens.digit)
    by_delete = np.argsort(delete, kind="stable")
    delete, delete_token = delete[by_delete], delete_token[by_delete]
    width = max(4, min(24, len(delete).bit_length()))
    shift = 32 - width
    slots = np.bincount((delete >> np.uint32(shift)).astype(np.int64), minlength=1 << width)
    directory = np.concatenate((np.zeros(1, np.int64), np.cumsum(slots, dtype=np.int64)))
    sounding = np.flatnonzero(tokens.sound).astype(np.int32)
    sounding = sounding[np.argsort(tokens.sound[sounding], kind="stable")]
    kindred = np.flatnonzero(tokens.kin).astype(np.int32)
    kindred = kindred[np.argsort(tokens.kin[kindred], kind="stable")]
    join, join_name = join_table(tokens.letters, tokens.start, names.start, names.token)
    by_join = np.argsort(join, kind="stable")
    number: Mapping[str, int] = {word: n for n, word in enumerate(listed) if len(word) == 1}
    single = np.array([number.get(chr(97 + k), -1) for k in range(26)], np.int32)
    return Keys(
        exact[by_key], by_key, delete, delete_token, directory, shift,
        tokens.sound[sounding], sounding, tokens.kin[kindred].astype(np.uint64), kindred,
        join[by_join], join_name[by_join], single,
    )  # fmt: skip
