"""Writes certificates for servers that the tests run themselves, with openssl."""

from __future__ import annotations

import subprocess
from pathlib import Path


def write_certificate(folder: Path, name: str, *hosts: str) -> tuple[Path, Path]:
    """Write a certificate for hosts, signed by itself; return its path and that of its key.

    They are `name`.pem and `name`.key in the folder.
    """
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    alternatives = ",".join(f"DNS:{host}" for host in hosts)
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt"),
            *("ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", f"/CN={hosts[0]}"),
            *("-addext", f"subjectAltName={alternatives}", "-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key
