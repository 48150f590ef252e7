"""A reader without a browser: speaks the server's own protocol, asks for a view and waits until all of it has come."""

import time
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

LARGEST = 50_000_000  # bytes of one message


class Reader:
    """One session of the dashboard, on the page it was opened at."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection
        self.page = ""

    @classmethod
    async def opened(cls, url: str) -> Self:
        """A session on an address such as http://127.0.0.1:8501/rates, with its first page received."""
        server, _, page = url.removeprefix("http://").partition("/")
        reader = cls(await connect(f"ws://{server}/_stcore/stream", subprotocols=["streamlit"], max_size=LARGEST))
        await reader._asked("", page_name=page)
        return reader

    async def view(self, query: str) -> float:
        """Milliseconds until the view of another address, as after "back", has come whole."""
        began = time.perf_counter()
        await self._asked(query, page_script_hash=self.page, is_history_navigation=True)
        return 1000 * (time.perf_counter() - began)

    async def _asked(self, query: str, **more: str | bool) -> None:
        wish = BackMsg()
        wish.rerun_script.query_string = query
        for name, value in more.items():
            setattr(wish.rerun_script, name, value)
        await self.connection.send(wish.SerializeToString())
        while True:
            message = ForwardMsg()
            message.ParseFromString(await self.connection.recv())
            if message.WhichOneof("type") == "new_session":
                self.page = message.new_session.page_script_hash
            if message.WhichOneof("type") == "script_finished":
                return

    async def leave(self) -> None:
        """Ends the session."""
        await self.connection.close()
