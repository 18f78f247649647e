"""Throws broken and hostile files at the readers: each must end in a Reading within its time, the memory stay bounded.

Images, TIFFs, PDFs and codes are drawn, then bent by a seed: bits, lengths, chunks, headers that lie, two files in one;
beside them stand files that are hostile by design (decompression bombs, loops, thousands of pages). They are read as
the server reads: in a process of its own, within a time limit. Ends with 1 where a promise is broken, and then leaves the
file behind that broke it.

Run by hand: `python bench/fuzz_decoders.py` (2,000 files); the tests run `--cases 10 --limit 1`.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import random
import struct
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from simulator.documents.model import Reading
from simulator.pipeline.reading_processes import LocalReaders
from simulator.pipeline.reading_tasks import ReadingOptions
from simulator.pipeline.step_results import ReadingFailed

#: Real seconds that starting a fresh process may add to a file's time limit.
START = 8.0
#: Most resident memory of a reading process, in MB of 1,000,000 bytes.
MOST_MB = 3000
Mutate = Callable[[random.Random, bytes, bytes], bytes]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2000, help="files that are bent by chance [2000]")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=5.0, help="seconds that a file may take [5]")
    parser.add_argument("--quick", action="store_true", help="100 files")
    parser.add_argument("--keep", type=Path, default=Path(), help="where files that broke a promise are left [here]")
    chosen = parser.parse_args()
    # A code holds more digits than Python turns into numbers by default.
    sys.set_int_max_str_digits(0)
    cases = 100 if chosen.quick else chosen.cases
    return asyncio.run(run(cases, chosen.seed, chosen.keep, chosen.limit))


async def run(cases: int, seed: int, keep: Path, limit: float) -> int:
    readers = LocalReaders(1, ReadingOptions(max_pages=5), limit)
    ends: Counter[str] = Counter()
    broken, slowest, most, started = 0, 0.0, 0.0, time.perf_counter()
    await readers.read(page("PNG"))
    for number, (name, content) in enumerate(files(cases, seed)):
        begun = time.perf_counter()
        lost = readers.tally.lost
        try:
            reading: Reading | None = await readers.read(content)
            problem = _wrong(reading)
        except ReadingFailed as failed:
            reading, problem = None, str(failed)
        seconds = time.perf_counter() - begun
        peak = peak_mb(readers)
        slowest, most = max(slowest, seconds), max(most, peak)
        if seconds > limit + START:
            problem = f"took {seconds:.1f} s"
        if peak > MOST_MB:
            problem = f"the reading process took {peak:.0f} MB"
        if readers.tally.lost > lost:
            ends["reader lost"] += 1
            print(f"  lost a reader: {name}: {reading.notes if reading else problem}", flush=True)
        ends[(reading.error_reason or reading.error_code or "read") if reading else "failed"] += 1
        if problem:
            broken += 1
            left = keep / f"broken-{seed}-{number}"
            left.write_bytes(content)
            print(f"  BROKEN by {name} ({len(content)} bytes, left as {left}): {problem}", flush=True)
    # Three tries: on a busy machine even a good page can overrun a short limit.
    alive = [(await readers.read(page("PNG"))).page_count for _ in range(3)]
    await readers.close()
    if not any(alive):
        broken += 1
        print("  BROKEN: after all this a good page is not read any more")
    total = ", ".join(f"{name} {count}" for name, count in ends.most_common())
    print(f"{sum(ends.values()) - ends['reader lost']} files in {time.perf_counter() - started:.0f} s: {total}")
    print(f"  slowest {slowest:.1f} s, most memory of a reading process {most:.0f} MB, promises broken: {broken}")
    return 1 if broken else 0


def _wrong(reading: Reading | None) -> str:
    if reading is None or reading.error_code not in ("", "UNRECOGNISED", "INVALID_DOC"):
        return f"an unknown end: {reading}"
    return "" if reading.error_code != "INVALID_DOC" or reading.error_reason else "INVALID_DOC without a reason"


def peak_mb(readers: LocalReaders) -> float:
    """Peak resident memory of the reading processes (Linux)."""
    most = 0
    for process in readers.processes():
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                most = max(most, int(line.split()[1]))
    return most * 1024 / 1e6


# Files


def files(cases: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """First those that are hostile by design, then `cases` that are bent by chance."""
    yield from hostile()
    chance = random.Random(seed)
    good = {kind: page(kind) for kind in ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "PDF")}
    good["TIFF pages"] = pages("TIFF")
    good["PDF pages"] = pages("PDF")
    good["PDF text"] = text_pdf(b"BT /F1 18 Tf 40 700 Td (TAX INVOICE No. 4332) Tj ET")
    for number in range(cases):
        name = chance.choice(list(good))
        apply_reading_faults = chance.choice(MUTATIONS)
        other = good[chance.choice(list(good))]
        content = good[name]
        for _ in range(chance.choice((1, 1, 2, 5))):
            content = apply_reading_faults(chance, content, other) or b"\0"
        if chance.random() < 0.15:
            name, content = "code", code(chance)
        yield f"{name}, {apply_reading_faults.__name__}, case {number}", content


def page(kind: str) -> bytes:
    return _saved([_drawn("TAX INVOICE\nInvoice No. 4332\nTotal 30,000.00")], kind)


def pages(kind: str) -> bytes:
    return _saved([_drawn(f"PAGE {number}") for number in range(3)], kind)


def _drawn(text: str) -> Image.Image:
    image = Image.new("RGB", (420, 220), "white")
    ImageDraw.Draw(image).text((20, 20), text, fill="black", font=ImageFont.load_default(size=28))
    return image


def _saved(images: list[Image.Image], kind: str) -> bytes:
    held = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    if kind == "TIFF":
        more["compression"] = "tiff_lzw"
    images[0].save(held, kind, **more)
    return held.getvalue()


def code(chance: random.Random) -> bytes:
    """A QR code with a payload by chance: numbers as Aadhaar codes have, JWTs as invoices have, XML, bytes."""
    import zxingcpp

    payload = chance.choice(
        (
            str(chance.getrandbits(chance.choice((64, 2000, 6000)))),
            "eyJhbGciOiJSUzI1NiJ9." + "".join(chance.choices("abcABC012-_.=", k=400)) + ".x",
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x uid="&b;"/>',
            '<PrintLetterBarcodeData uid="1" name="' + "x" * chance.randrange(900) + '"/>',
            "{" * chance.randrange(1, 900),
            "\0" * chance.randrange(1, 400),
            "upi://pay?pa=" + "%" * chance.randrange(300),
            str(int.from_bytes(zlib.compress(bytes(2_000_000)), "big"))[:2900],
        )
    )
    made = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode).to_image(scale=3)
    return _saved([Image.fromarray(made).convert("RGB")], "PNG")


def hostile() -> Iterator[tuple[str, bytes]]:
    yield "nothing", b""
    yield "one byte", b"%"
    yield "only a head", b"%PDF-1.7"
    yield "PNG of 60,000 x 60,000", _png(60_000, 60_000, zlib.compress(bytes(10_000_000)))
    yield "PNG of 10,000 x 10,000, all there", _png(10_000, 10_000, _zeros(10_000 * 10_001))
    yield "PNG of 2^31 x 1", _png(2**31 - 1, 1, zlib.compress(b"\0"))
    yield "PNG with a text bomb", page("PNG")[:33] + _chunk(b"zTXt", b"k\0\0" + _zeros(60_000_000)) + page("PNG")[33:]
    yield (
        "GIF of 65,535 x 65,535",
        b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02L\x01\0;",
    )
    yield "TIFF whose directories go in a circle", _tiff_circle()
    yield "TIFF of 400 pages", _saved([Image.new("1", (8, 8))] * 400, "TIFF")
    yield "PDF of 5,000 pages", many_pages(5000)
    yield "PDF whose page is 10 km wide", text_pdf(b"", box=b"[0 0 28000000 28000000]")
    yield "PDF whose page has no size", text_pdf(b"", box=b"[0 0 0 0]")
    yield "PDF whose page has a size that is none", text_pdf(b"", box=b"[nan 1e99 -1e99 (x)]")
    yield "PDF of a million strokes", text_pdf(b"0 0 m 500 700 l S " * 1_000_000)
    yield "PDF with a content bomb", text_pdf(_zeros(200_000_000), more=b"/Filter /FlateDecode")
    yield (
        "PDF with bombs in bombs",
        text_pdf(zlib.compress(_zeros(200_000_000)), more=b"/Filter [/FlateDecode /FlateDecode]"),
    )
    yield "PDF with a million words", text_pdf(b"BT /F1 6 Tf 9 9 Td " + b"(word ) Tj " * 200_000 + b"ET")
    yield "PDF whose form draws itself", self_drawing()
    yield "PDF whose page tree is a circle", page_circle()
    yield "PDF of nested arrays", b"%PDF-1.4\n1 0 obj " + b"[" * 200_000 + b"endobj"
    yield "PDF with Indian digits and controls", text_pdf("BT /F1 18 Tf 40 700 Td (१२३४\u202e\0) Tj ET".encode())


def _zeros(size: int) -> bytes:
    """So many zeros, packed, without holding them."""
    packer, block = zlib.compressobj(9), bytes(1_000_000)
    parts = [packer.compress(block) for _ in range(size // len(block))]
    return b"".join([*parts, packer.compress(bytes(size % len(block))), packer.flush()])


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, packed: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _tiff_circle() -> bytes:
    tiff = bytearray(page("TIFF"))
    (first,) = struct.unpack_from("<I", tiff, 4)
    (entries,) = struct.unpack_from("<H", tiff, first)
    struct.pack_into("<I", tiff, first + 2 + 12 * entries, first)
    return bytes(tiff)


def _pdf(objects: list[bytes]) -> bytes:
    body, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(body))
    return body + head + table + end


def text_pdf(content: bytes, box: bytes = b"[0 0 595 842]", more: bytes = b"") -> bytes:
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            % box,
            b"<< /Length %d %s >> stream\n%s\nendstream" % (len(content), more, content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def many_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    one = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return _pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree, *[one] * count])


def self_drawing() -> bytes:
    resources = b"/Resources << /XObject << /X 5 0 R >> >>"
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % resources,
            b"<< /Length 5 >> stream\n/X Do\nendstream",
            b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 12 %s >> stream\n/X Do /X Do \nendstream"
            % resources,
        ]
    )


def page_circle() -> bytes:
    tree = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"
    return _pdf([b"<< /Type /Catalog /Pages 2 0 R >>", tree])


# Bending


def bits(chance: random.Random, content: bytes, other: bytes) -> bytes:
    bent = bytearray(content)
    for _ in range(chance.choice((1, 3, 10, 100))):
        bent[chance.randrange(len(bent))] ^= 1 << chance.randrange(8)
    return bytes(bent)


def cut(chance: random.Random, content: bytes, other: bytes) -> bytes:
    return content[: chance.randrange(len(content))]


def doubled(chance: random.Random, content: bytes, other: bytes) -> bytes:
    start, end = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[:end] + content[start:end] * chance.choice((1, 3, 30)) + content[end:]


def left_out(chance: random.Random, content: bytes, other: bytes) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.choice((1, 4, 64, 1024)) :]


def spliced(chance: random.Random, content: bytes, other: bytes) -> bytes:
    return content[: chance.randrange(len(content))] + other[chance.randrange(len(other)) :]


def numbers(chance: random.Random, content: bytes, other: bytes) -> bytes:
    """Lengths, sizes and offsets that lie."""
    bent = bytearray(content)
    for _ in range(chance.choice((1, 2, 8))):
        size = chance.choice((2, 4))
        lie = chance.choice((0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.getrandbits(32)))
        at = chance.randrange(max(1, min(len(bent), 400) - size))
        bent[at : at + size] = (lie & (2 ** (8 * size) - 1)).to_bytes(size, chance.choice(("big", "little")))
    return bytes(bent)


def digits(chance: random.Random, content: bytes, other: bytes) -> bytes:
    """The written numbers of a PDF."""
    places = [at for at, byte in enumerate(content) if 48 <= byte <= 57]
    bent = bytearray(content)
    for _ in range(min(len(places), chance.choice((1, 5, 40)))):
        bent[chance.choice(places)] = chance.choice(b"0123456789-.")
    return bytes(bent)


MUTATIONS: tuple[Mutate, ...] = (bits, cut, doubled, left_out, spliced, numbers, digits)


if __name__ == "__main__":
    sys.exit(main())
