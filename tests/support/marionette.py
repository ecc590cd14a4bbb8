"""Firefox's own remote protocol, Marionette, as the connection of a Selenium driver.

Firefox has the commands of WebDriver built in, under names of its own and on a plain socket.
Geckodriver translates them for HTTP, but is no package of Debian's; this does the same for the
commands that the tests use.
"""

from __future__ import annotations

import json
import socket
import time
from typing import Any

from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.command import Command
from selenium.webdriver.remote.remote_connection import RemoteConnection

NAMES = {
    Command.CLICK_ELEMENT: "ElementClick",
    Command.DELETE_ALL_COOKIES: "DeleteAllCookies",
    Command.FIND_ELEMENT: "FindElement",
    Command.FIND_ELEMENTS: "FindElements",
    Command.GET: "Navigate",
    Command.GET_ALL_COOKIES: "GetCookies",
    Command.GET_CURRENT_URL: "GetCurrentURL",
    Command.GET_ELEMENT_TEXT: "GetElementText",
    Command.GET_ELEMENT_TAG_NAME: "GetElementTagName",
    Command.GET_PAGE_SOURCE: "GetPageSource",
    Command.GO_BACK: "Back",
    Command.GO_FORWARD: "Forward",
    Command.IS_ELEMENT_ENABLED: "IsElementEnabled",
    Command.NEW_SESSION: "NewSession",
    Command.QUIT: "DeleteSession",
    Command.REFRESH: "Refresh",
    Command.SCREENSHOT: "TakeScreenshot",
    Command.SET_WINDOW_RECT: "SetWindowRect",
    Command.SWITCH_TO_FRAME: "SwitchToFrame",
    Command.SWITCH_TO_WINDOW: "SwitchToWindow",
    Command.W3C_ACTIONS: "PerformActions",
    Command.W3C_EXECUTE_SCRIPT: "ExecuteScript",
    Command.W3C_GET_WINDOW_HANDLES: "GetWindowHandles",
}


class Marionette(RemoteConnection):
    """A connection to a Firefox that was started with `--marionette`."""

    def __init__(self, port: int, patience: float) -> None:
        super().__init__(client_config=ClientConfig(f"http://127.0.0.1:{port}"))
        self._socket = _connected(port, time.monotonic() + patience)
        self._file = self._socket.makefile("rb")
        self._number = 0
        self._read()  # Firefox introduces itself

    def execute(self, command: str, params: dict[str, Any]) -> dict[str, Any]:
        """Send a command and wait for its answer."""
        if command == Command.NEW_SESSION:  # geckodriver chooses among capabilities, Firefox not
            params = params["capabilities"]["alwaysMatch"]
        self._number += 1
        message = json.dumps([0, self._number, f"WebDriver:{NAMES[command]}", params]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, number, error, result = self._read()
        assert number == self._number
        if error:
            return {"status": 500, "value": json.dumps({"value": error})}
        wrapped = isinstance(result, dict) and result.keys() == {"value"}
        return {"value": result["value"] if wrapped else result}

    def close(self) -> None:
        """Close the connection."""
        self._file.close()
        self._socket.close()

    def _read(self) -> Any:
        length = b""
        while (byte := self._file.read(1)) != b":":
            assert byte, "Firefox has ended the connection"
            length += byte
        return json.loads(self._file.read(int(length)))


def _connected(port: int, until: float) -> socket.socket:
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port))
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
