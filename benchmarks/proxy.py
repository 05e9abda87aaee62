"""Debian's nginx in front of the web process, with production's configuration, and TLS and HTTP/2 besides."""

import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.stage import ROOT

AROUND = """
daemon off; pid nginx.pid; error_log error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path body; proxy_temp_path proxied;
    fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
{server}
}}
"""


def configuration(port: int, web: int) -> str:
    """`ops/proxy.conf`, told where it is: it must not be another that is measured."""
    server = (ROOT / "ops/proxy.conf").read_text()
    here = {
        "listen 80;": f"listen 127.0.0.1:{port} ssl http2; ssl_certificate cert.pem; ssl_certificate_key key.pem;",
        "resolver 127.0.0.11 valid=5s;": "",
        "http://web:5000": f"http://127.0.0.1:{web}",
        "$http_x_forwarded_proto": "$scheme",
    }
    for there, ours in here.items():
        if there not in server:
            raise SystemExit(f"ops/proxy.conf has no more {there!r}")
        server = server.replace(there, ours)
    return AROUND.format(server=server)


@contextmanager
def proxy(folder: Path, port: int, web: int) -> Iterator[None]:
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists():
        raise SystemExit("nginx is missing: apt-get install nginx-light (as root)")
    folder.mkdir()
    (folder / "nginx.conf").write_text(configuration(port, web))
    certify(folder)
    process = subprocess.Popen([program, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"])
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(10)


def certify(folder: Path) -> None:
    """For this run alone, believed by nobody but our browsers, which are told not to look."""
    subject = ["-subj", "/CN=localhost", "-days", "1", "-keyout", "key.pem", "-out", "cert.pem"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(["openssl", "req", "-x509", *kind, *subject], cwd=folder, check=True, capture_output=True)


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
        except urllib.error.HTTPError:
            return  # it wants TLS: it is there
        except OSError:
            time.sleep(0.1)
    raise SystemExit("nginx did not come up")
