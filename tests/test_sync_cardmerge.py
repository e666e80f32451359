"""`vcf-merge`: two files become one card, and what the vault agreed on tells who changed what."""

from pathlib import Path

import pytest

from tests.card_sides import changed_card
from tests.commandline import Result, run


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    (root / "People").mkdir(parents=True)
    (root / ".vault-tool").mkdir()
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "a.vcf").write_bytes(
        b"BEGIN:VCARD\nVERSION:3.0\nUID:u-a\nFN:Ada Neri\nN:Neri;Ada;;;\nEMAIL:ada@example.org\n"
        b"TEL:333 5550101\nORG:Acme\nPHOTO;ENCODING=b:AAAA\nEND:VCARD\n"
    )
    run("sync-cards", str(tmp_path / "cards"), vault=root)
    return root


def merge(vault: Path, ours: bytes, theirs: bytes) -> tuple[Result, bytes, bytes]:
    one, other = vault.parent / "one.vcf", vault.parent / "other.vcf"
    one.write_bytes(ours)
    other.write_bytes(theirs)
    return run("vcf-merge", str(one), str(other), vault=vault), one.read_bytes(), other.read_bytes()


def test_what_the_note_and_the_telephone_changed_are_both_there(vault: Path) -> None:
    file = vault.parent / "cards" / "a.vcf"
    before = file.read_bytes()
    run("set", "ada", "company=Forno", "phone-=333 5550101", vault=vault)
    run("sync-cards", str(file.parent), vault=vault)
    phone = changed_card(before, {"role": "baker", "email": ["ada@example.com"]})

    result, one, other = merge(vault, file.read_bytes(), phone)

    assert (result.code, result.out) == (0, "")
    assert one == other
    for line in (b"ORG:Forno", b"TITLE:baker", b"EMAIL:ada@example.com", b"PHOTO;ENCODING=b:AAAA"):
        assert line in one
    for line in (b"TEL", b"EMAIL:ada@example.org", b"ORG:Acme"):
        assert line not in one


@pytest.mark.parametrize("turned", [False, True])
def test_of_what_both_changed_the_vaults_word_counts(vault: Path, turned: bool) -> None:
    file = vault.parent / "cards" / "a.vcf"
    before = file.read_bytes()
    run("set", "ada", "company=Forno", vault=vault)
    run("sync-cards", str(file.parent), vault=vault)
    sides = [file.read_bytes(), changed_card(before, {"company": "Bar"})]

    result, one, other = merge(vault, *(reversed(sides) if turned else sides))

    assert result.code == 0
    assert one == other
    assert b"ORG:Forno" in one


def test_where_somebody_has_to_choose_both_files_stay(vault: Path) -> None:
    ours, theirs = (
        f"BEGIN:VCARD\nVERSION:3.0\nUID:x\nFN:X\nORG:{o}\nEND:VCARD\n".encode() for o in "AB"
    )

    result, one, other = merge(vault, ours, theirs)

    assert (result.code, one, other) == (2, ours, theirs)
    assert "both versions of the card say ORG differently" in result.err


def test_the_later_version_counts_where_the_vault_does_not_know(vault: Path) -> None:
    text = "BEGIN:VCARD\nVERSION:3.0\nUID:x\nFN:X\nORG:{}\nREV:2026010{}T000000Z\nEND:VCARD\n"
    ours, theirs = (text.format(o, n).encode() for o, n in (("A", 2), ("B", 3)))

    result, one, other = merge(vault, ours, theirs)

    assert result.code == 0
    assert one == other == theirs


def test_no_vault_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = tmp_path / "one.vcf", tmp_path / "other.vcf"
    one.write_bytes(b"BEGIN:VCARD\nVERSION:3.0\nUID:x\nFN:X\nTEL:1\nEND:VCARD\n")
    other.write_bytes(b"BEGIN:VCARD\nVERSION:3.0\nUID:x\nFN:X\nTEL:2\nEND:VCARD\n")
    monkeypatch.chdir(tmp_path)

    assert run("vcf-merge", str(one), str(other)).code == 0

    assert one.read_bytes() == other.read_bytes()
    assert b"TEL:1\nTEL:2\n" in one.read_bytes()
