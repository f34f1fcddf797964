"""Which records a word stands for, for as many words as there are people."""


class Keys:
    """Words, each with the keys it stands for. Most stand for one, which takes a quarter of the room of a set."""

    def __init__(self) -> None:
        self.one: dict[str, int] = {}
        self.several: dict[str, set[int]] = {}

    def add(self, word: str, key: int) -> None:
        """Note that a word stands for a key too."""
        held = self.one.setdefault(word, key)
        if held != key:
            self.several.setdefault(word, {held}).add(key)

    def of(self, word: str) -> set[int]:
        """The keys that a word stands for."""
        if word in self.several:
            return self.several[word]
        return {self.one[word]} if word in self.one else set()
