from xml.sax.saxutils import escape

from integrations.emulators.http import Response


class Refusal(Exception):
    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.status = status
        self.code = code

    def response(self, *, with_body: bool = True) -> Response:
        xml = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f"<Error><Code>{self.code}</Code><Message>{escape(str(self))}</Message></Error>"
        )
        body = xml.encode() if with_body else b""
        return Response(body, self.status, {"content-type": "application/xml"})
