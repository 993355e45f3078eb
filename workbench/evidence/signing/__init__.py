"""Signatures of what leaves a case: of the manifest (Ed25519), and of the PDF itself.

The keys are the case's own. They say that two exports come from one case, and that nobody else
made them; whose case it is, its key compared by another way says (``workbench exports``).
"""

from workbench.evidence.signing.manifests import SIGNATURE, key_of, sign_manifest
from workbench.evidence.signing.pdfs import sign_pdf
from workbench.evidence.signing.signatures import Signed, check, public_key

__all__ = ["SIGNATURE", "Signed", "check", "key_of", "public_key", "sign_manifest", "sign_pdf"]
