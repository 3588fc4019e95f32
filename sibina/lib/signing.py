"""Signing a PDF (PAdES), with a key that we hold or by a service that holds one. What is signed is not its affair.

Both ways answer with the file as it was and the signature added behind it; `check_signed` looks before it is kept.
"""

import base64
import json
import secrets
import urllib.error
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Protocol

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509 import Certificate, Name
from cryptography.x509.oid import NameOID
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

FIELD = "TandaTangan"
SECONDS_TO_ANSWER = 60
LONGEST_REASON = 300
SIGN_PATH = "/api/sign/pdf"
WHOLE_BOX = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, margins=Margins(0, 0, 0, 0))


@dataclass(frozen=True)
class Place:
    """Where the signature is seen: the page from 0, and left, bottom, right, top in points from the lower left corner."""

    page: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Look:
    """How the signature is seen: a PDF page of the size of its place, where, and why it was given."""

    picture: bytes
    place: Place
    reason: str


class Signer(Protocol):
    """Whoever can sign a PDF."""

    @property
    def name(self) -> str:
        """Whose signature it is, as a reader is told."""

    def sign(self, pdf: bytes, look: Look) -> bytes:
        """The signed PDF. Raises SigningFailed."""


class SigningFailed(Exception):
    """One file was not signed; `words` says why, for a reader. `is_over`: the next one would fail in the same way."""

    def __init__(self, words: str, *, is_over: bool = False) -> None:
        super().__init__(words)
        self.words, self.is_over = words, is_over


class KeyProblem(StrEnum):
    """Why a key file cannot be used."""

    NOT_A_KEY = "not_a_key"
    WRONG_PASSPHRASE = "wrong_passphrase"
    NO_CERTIFICATE = "no_certificate"


class KeyUnusable(ValueError):
    """A key file cannot be used."""

    def __init__(self, why: KeyProblem) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class KeyFile:
    """What a key file (PKCS#12) says of itself."""

    subject: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    fingerprint: str


def read_key_file(content: bytes, passphrase: str) -> KeyFile:
    """Open the file and tell what is in it; nothing secret. Raises KeyUnusable."""
    try:
        asn1_pkcs12.Pfx.load(content, strict=True)["auth_safe"].native  # noqa: B018
    except (ValueError, TypeError) as wrong:
        raise KeyUnusable(KeyProblem.NOT_A_KEY) from wrong
    try:
        key, certificate, _chain = pkcs12.load_key_and_certificates(content, passphrase.encode())
    except ValueError as wrong:
        raise KeyUnusable(KeyProblem.WRONG_PASSPHRASE) from wrong
    if key is None or certificate is None:
        raise KeyUnusable(KeyProblem.NO_CERTIFICATE)
    return _told_by(certificate)


def _told_by(certificate: Certificate) -> KeyFile:
    return KeyFile(
        subject=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(SHA256()).hex(),
    )


def _common_name(name: Name) -> str:
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(common[0].value) if common else name.rfc4514_string()


class OwnKey:
    """Signs with a key file that we hold, as PAdES (ETSI EN 319 142, level B-B)."""

    def __init__(self, content: bytes, passphrase: str) -> None:
        """Raises KeyUnusable."""
        self.name = read_key_file(content, passphrase).subject
        self._signer = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=passphrase.encode())

    def sign(self, pdf: bytes, look: Look) -> bytes:
        """The signed PDF. Raises SigningFailed."""
        signer = PdfSigner(
            PdfSignatureMetadata(
                field_name=FIELD, subfilter=SigSeedSubFilter.PADES, name=self.name, reason=look.reason
            ),
            self._signer,
            stamp_style=StaticStampStyle(
                border_width=0, background=_Picture(look.picture), background_layout=WHOLE_BOX
            ),
            new_field_spec=SigFieldSpec(FIELD, on_page=look.place.page, box=look.place.box),
        )
        try:
            # The library starts an event loop of its own, which a thread that has one running would refuse.
            with ThreadPoolExecutor(max_workers=1) as apart:
                made = apart.submit(signer.sign_pdf, IncrementalPdfFileWriter(BytesIO(pdf))).result()
        except (SigningError, PdfError) as wrong:
            raise SigningFailed(str(wrong)[:LONGEST_REASON]) from wrong
        return bytes(made.getvalue())


class _Picture(PdfContent):
    """A PDF page as the look of a signature."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        """The page, drawn as one thing."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(BytesIO(self._pdf)))
        self.resources.xobject["/Picture"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Picture Do"


@dataclass(frozen=True)
class Service:
    """A signing service of the national kind: its address, and what lets this installation in."""

    address: str
    user: str
    password: str


class ServiceSigner:
    """Has a service sign that holds the signer's key: the file goes there with the signer's number and passphrase.

    The shape is that of the client service of BSrE as it is remembered (`POST /api/sign/pdf`, a form with the file, `nik`,
    `passphrase` and where the signature is seen); it has not been tried against the service itself.
    """

    def __init__(self, service: Service, *, name: str, number: str, passphrase: str) -> None:
        self.name = name
        self._service, self._number, self._passphrase = service, number, passphrase

    def sign(self, pdf: bytes, look: Look) -> bytes:
        """The signed PDF. Raises SigningFailed."""
        left, bottom, right, top = look.place.box
        fields = {
            "nik": self._number,
            "passphrase": self._passphrase,
            "tampilan": "visible",
            "image": "false",
            "page": str(look.place.page + 1),
            "xAxis": str(left),
            "yAxis": str(bottom),
            "width": str(right - left),
            "height": str(top - bottom),
            "reason": look.reason,
        }
        body, kind = _form(fields, pdf)
        secret = base64.b64encode(f"{self._service.user}:{self._service.password}".encode()).decode()
        asked = urllib.request.Request(
            self._service.address.rstrip("/") + SIGN_PATH,
            data=body,
            headers={"Content-Type": kind, "Authorization": f"Basic {secret}"},
        )
        try:
            with urllib.request.urlopen(asked, timeout=SECONDS_TO_ANSWER) as answer:
                return check_signed(pdf, answer.read())
        except urllib.error.HTTPError as refused:
            raise SigningFailed(_said_by(refused), is_over=refused.code in {400, 401, 403}) from refused
        except (urllib.error.URLError, TimeoutError, ConnectionError) as silent:
            raise SigningFailed(_("Layanan tanda tangan tidak menjawab."), is_over=True) from silent


def _form(fields: Mapping[str, str], pdf: bytes) -> tuple[bytes, str]:
    """A form with a file, as browsers send it, and its content type."""
    border = secrets.token_hex(16)
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="sertifikat.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    end = f"\r\n--{border}--\r\n"
    return b"".join([*parts, head.encode(), pdf, end.encode()]), f"multipart/form-data; boundary={border}"


def _said_by(refused: urllib.error.HTTPError) -> str:
    """The service's own words where it gives any."""
    try:
        said = json.loads(refused.read() or b"{}").get("error", "")
    except (ValueError, AttributeError):
        said = ""
    told = _("Layanan tanda tangan menolak (kode %(code)s).") % {"code": refused.code}
    return (str(said) or told)[:LONGEST_REASON]


def check_signed(before: bytes, after: bytes) -> bytes:
    """What came back, where it is the same file with a signature behind it. Raises SigningFailed."""
    try:
        signatures = PdfFileReader(BytesIO(after)).embedded_signatures if after.startswith(before) else []
    except (PdfError, ValueError) as wrong:
        raise SigningFailed(_("Jawaban layanan tanda tangan bukan PDF.")) from wrong
    if not signatures:
        raise SigningFailed(
            _("Jawaban layanan tanda tangan bukan berkas yang dikirim, atau tanpa tanda tangan.")
        )
    return after
