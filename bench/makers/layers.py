"""PDFs whose own words are not what their pages show."""

from __future__ import annotations

from random import Random

from PIL import Image, ImageDraw

from bench.makers.case import Case, Maker
from bench.makers.paper import HIGH, WIDE, Invoice, Run, other, picture
from bench.makers.pdf_file import BOLD, MORE, PLAIN, form, pdf, shown, stream, text
from bench.makers.pdf_file import picture as image_object
from samples.kit.fonts import face

_FONTS = f"/Font << /F1 {PLAIN} 0 R /F2 {BOLD} 0 R >>"
_WHOLE = f"q {WIDE} 0 0 {HIGH} 0 0 cm /I1 Do Q".encode()


def _case(invoice: Invoice, content: bytes) -> Case:
    return Case(content, "INVOICE", invoice.fields)


def _to_unicode(rng: Random, digits_only: bool = False) -> bytes:
    """A table that says other letters than the font shows."""
    shift = rng.randint(3, 11)
    pairs = []
    for first, count in ((48, 10), (65, 26), (97, 26)):
        if digits_only and count != 10:
            continue
        pairs += [(first + at, first + (at + shift) % count) for at in range(count)]
    rows = "\n".join(f"<{code:02X}> <{to:04X}>" for code, to in pairs)
    text = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(pairs)} beginbfchar\n{rows}\nendbfchar endcmap end end"
    )
    return stream(text.encode())


def wrong_letters(rng: Random) -> Case:
    invoice, table = Invoice.some(rng), b"/ToUnicode %d 0 R" % MORE
    return _case(invoice, pdf(text(invoice.runs()), {MORE: _to_unicode(rng)}, fonts=(table, table)))


def wrong_letters_in_bold(rng: Random) -> Case:
    invoice, table = Invoice.some(rng), b"/ToUnicode %d 0 R" % MORE
    return _case(invoice, pdf(text(invoice.runs()), {MORE: _to_unicode(rng)}, fonts=(b"", table)))


def wrong_digits(rng: Random) -> Case:
    invoice, table = Invoice.some(rng), b"/ToUnicode %d 0 R" % MORE
    return _case(invoice, pdf(text(invoice.runs()), {MORE: _to_unicode(rng, True)}, fonts=(table, table)))


def type_3(rng: Random) -> Case:
    """Letters as small pictures, as TeX's bitmap fonts have them, under codes that mean nothing."""
    invoice = Invoice.some(rng)
    signs = sorted({sign for run in invoice.runs() for sign in run.text if sign != " "})
    code = {sign: 40 + at for at, sign in enumerate(rng.sample(signs, len(signs)))}
    objects: dict[int, bytes] = {}
    for at, name in enumerate(("sans", "sans-bold")):
        objects[MORE + at] = _type_3_font(objects, 100 + 200 * at, name, code)
    content = b"\n".join(
        f"BT /T{2 if run.bold else 1} {run.size} Tf {run.x:.2f} {HIGH - run.y:.2f} Td <".encode()
        + "".join(f"{code.get(sign, 32):02X}" for sign in run.text).encode()
        + b"> Tj ET"
        for run in invoice.runs()
    )
    fonts = f"/Font << /T1 {MORE} 0 R /T2 {MORE + 1} 0 R >>"
    return _case(
        invoice, pdf(content, objects).replace(f"/Font << /F1 {PLAIN} 0 R /F2 {BOLD} 0 R >>".encode(), fonts.encode())
    )


def _type_3_font(objects: dict[int, bytes], first: int, name: str, code: dict[str, int]) -> bytes:
    font, size = face(name, 100), 150
    procs, widths = [], {32: float(font.getlength(" ")) / 100}
    for at, (sign, number) in enumerate(sorted(code.items())):
        widths[number] = width = float(font.getlength(sign)) / 100
        drawn = Image.new("1", (size, size), 1)
        ImageDraw.Draw(drawn).text((20, 110), sign, fill=0, font=font, anchor="ls")
        # From 20 pixels left of the line's start and 40 below it; a hundred pixels are the size of the font.
        head = f"{width:.3f} 0 -0.2 -0.4 {width + 0.3:.3f} 1.1 d1 q 1.5 0 0 1.5 -0.2 -0.4 cm"
        mask = f"{head} BI /W {size} /H {size} /IM true /BPC 1 ID "
        objects[first + at] = stream(mask.encode() + drawn.tobytes() + b"\nEI Q")
        procs.append(f"/a{number} {first + at} 0 R")
    top = max(widths)
    names = " ".join(f"{number} /a{number}" for number in sorted(code.values()))
    return (
        f"<< /Type /Font /Subtype /Type3 /FontBBox [-0.2 -0.4 1.3 1.1] /FontMatrix [1 0 0 1 0 0] /FirstChar 32 /LastChar {top}"
        f" /CharProcs << {' '.join(procs)} >> /Encoding << /Type /Encoding /Differences [{names}] >>"
        f" /Widths [{' '.join(f'{widths.get(at, 0):.3f}' for at in range(32, top + 1))}] /Resources << >> >>"
    ).encode()


def outside_the_crop_box(rng: Random) -> Case:
    invoice = Invoice.some(rng)
    moved = f"q 1 0 0 1 {WIDE} 0 cm ".encode() + text(invoice.runs()) + b" Q"
    content = text(other(invoice, rng).runs()) + b"\n" + moved
    return _case(invoice, pdf(content, media=f"0 0 {2 * WIDE} {HIGH}", page=f"/CropBox [{WIDE} 0 {2 * WIDE} {HIGH}]"))


def switched_off_content(rng: Random) -> Case:
    invoice = Invoice.some(rng)
    content = b"/OC /MC0 BDC " + text(other(invoice, rng).runs()) + b" EMC\n" + text(invoice.runs())
    return _case(invoice, _with_layer(content, {}, f"/Properties << /MC0 {MORE} 0 R >>"))


def switched_off_form(rng: Random) -> Case:
    invoice = Invoice.some(rng)
    hidden = form(text(other(invoice, rng).runs()), _FONTS, f"/OC {MORE} 0 R")
    return _case(
        invoice,
        _with_layer(b"/X1 Do\n" + text(invoice.runs()), {MORE + 1: hidden}, f"/XObject << /X1 {MORE + 1} 0 R >>"),
    )


def _with_layer(content: bytes, objects: dict[int, bytes], resources: str) -> bytes:
    layer = b"<< /Type /OCG /Name (Draft) >>"
    off = f"/OCProperties << /OCGs [{MORE} 0 R] /D << /OFF [{MORE} 0 R] /Order [{MORE} 0 R] >> >>"
    return pdf(content, {MORE: layer, **objects}, resources=resources, catalog=off)


def white_on_white(rng: Random) -> Case:
    invoice = Invoice.some(rng)
    template = [
        Run(40, 205, "{{customer.first_name}} {{customer.last_name}}"),
        Run(400, 170, "Invoice Date : 01/01/1970", 9, True),
        Run(500, 312, f"{rng.randint(1, 9)}.00", 10, True),
    ]
    return _case(invoice, pdf(text(template, colour="1 g") + b"\n" + text(invoice.runs())))


def under_a_scan(rng: Random) -> Case:
    """Another bill's words, then a picture that hides them."""
    invoice = Invoice.some(rng)
    return _case(invoice, _scan(text(other(invoice, rng).runs()) + b"\n" + _WHOLE, invoice))


def badly_read_over_a_scan(rng: Random) -> Case:
    invoice = Invoice.some(rng)
    return _case(invoice, _scan(_WHOLE + b"\n" + text(other(invoice, rng).runs(), mode=3), invoice))


def _scan(content: bytes, invoice: Invoice) -> bytes:
    page = image_object(picture(invoice).convert("L"))
    return pdf(content, {MORE: page}, resources=f"/XObject << /I1 {MORE} 0 R >>")


def badly_read_in_forms(rng: Random) -> Case:
    """The scan and another program's reading of it, each in a form."""
    invoice = Invoice.some(rng)
    objects = {
        MORE: image_object(picture(invoice).convert("L")),
        MORE + 1: form(_WHOLE, f"/XObject << /I1 {MORE} 0 R >>"),
        MORE + 2: form(text(other(invoice, rng).runs(), mode=3), _FONTS),
    }
    return _case(
        invoice, pdf(b"/X1 Do /X2 Do", objects, resources=f"/XObject << /X1 {MORE + 1} 0 R /X2 {MORE + 2} 0 R >>")
    )


def painted_over(rng: Random) -> Case:
    """The values of a template, covered by white areas with the true ones on them."""
    invoice = Invoice.some(rng)
    old, content = other(invoice, rng).runs(), b""
    for was, run in zip(old, invoice.runs(), strict=True):
        content += shown(was) + b"\n"
        if was.text != run.text:
            wide = max(was.x + was.width, run.x + run.width) - min(was.x, run.x)
            box = (min(was.x, run.x) - 1, HIGH - run.y - 0.3 * run.size, wide + 2, 1.2 * run.size)
            content += "1 g {:.1f} {:.1f} {:.1f} {:.1f} re f\n".format(*box).encode()
        content += shown(run) + b"\n" if was.text != run.text else b""
    return _case(invoice, pdf(content))


def drawn_twice(rng: Random) -> Case:
    invoice = Invoice.some(rng)
    off = f"q 1 0 0 1 {rng.choice((0.2, 0.3, 0.4))} 0 cm ".encode()
    return _case(invoice, pdf(text(invoice.runs()) + b"\n" + off + text(invoice.runs()) + b" Q"))


def words_in_random_order(rng: Random) -> Case:
    invoice = Invoice.some(rng)
    words = []
    for run in invoice.runs():
        at = 0
        for word in run.text.split(" "):
            before = Run(0, 0, run.text[:at], run.size, run.bold).width
            words.append(Run(run.x + before, run.y, word, run.size, run.bold))
            at += len(word) + 1
    rng.shuffle(words)
    return _case(invoice, pdf(text(words)))


def _turned(matrix: str, media: str) -> Maker:
    def maker(rng: Random) -> Case:
        invoice = Invoice.some(rng)
        return _case(invoice, pdf(f"q {matrix} cm ".encode() + text(invoice.runs()) + b" Q", media=media))

    return maker


KINDS: dict[str, Maker] = {
    "ToUnicode says other letters": wrong_letters,
    "ToUnicode says other letters, bold only": wrong_letters_in_bold,
    "ToUnicode says other digits": wrong_digits,
    "Type 3 font, codes without meaning": type_3,
    "words outside the crop box": outside_the_crop_box,
    "switched-off marked content": switched_off_content,
    "switched-off form": switched_off_form,
    "white on white": white_on_white,
    "words under an opaque scan": under_a_scan,
    "invisible words over a scan": badly_read_over_a_scan,
    "invisible words and scan in forms": badly_read_in_forms,
    "values painted over": painted_over,
    "every line drawn twice": drawn_twice,
    "words in random order": words_in_random_order,
    "content turned by 90": _turned(f"0 1 -1 0 {HIGH} 0", f"0 0 {HIGH} {WIDE}"),
    "content turned by 180": _turned(f"-1 0 0 -1 {WIDE} {HIGH}", f"0 0 {WIDE} {HIGH}"),
    "content turned by 270": _turned(f"0 -1 1 0 0 {WIDE}", f"0 0 {HIGH} {WIDE}"),
}
