"""The link: every choice of the page lives in the address, so that a pasted link restores the view.

The session is the truth while it lasts; the address is read when a session begins and when the reader goes back or forward
in the browser's history. Whatever comes from it is checked before use.
"""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.domain.link import Refusal

_ASKED, _KEPT, _EPOCH, _PAGE, _WRITTEN = "link_asked", "link_kept", "link_epoch", "link_page", "link_written"
_UNREAD, _REFUSED = "link_unread", "link_refused"
_address = st.components.v2.component(
    "address", js=(Path(__file__).parent / "assets" / "address.js").read_text(encoding="utf-8")
)


def begin(page: str) -> None:
    """Starts a run of a page: nothing said yet about what the address shall hold."""
    context = get_script_run_ctx()
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        _turn()
    if _KEPT not in st.session_state or getattr(context, "is_history_navigation", False):
        st.session_state[_KEPT] = st.query_params.to_dict()
        _turn()
        st.session_state[_WRITTEN] = st.query_params.to_dict()
        st.session_state[_UNREAD] = set(st.session_state[_KEPT])
    st.session_state[_ASKED] = {}


def _turn() -> None:
    """A new page, or a new address: widgets begin anew, and what was refused before is no longer news."""
    st.session_state[_EPOCH] = st.session_state.get(_EPOCH, 0) + 1
    st.session_state[_REFUSED] = {}


def epoch() -> int:
    """Counts how often the page changed or the address overruled the session; part of widget keys, so that they begin anew.

    A widget of the same key on the next page would otherwise begin with its first option, whatever was chosen before.
    """
    return int(st.session_state[_EPOCH])


def kept(name: str) -> str | None:
    """What the address, or the last visit of the page, said under this name; not yet checked."""
    value = st.session_state[_KEPT].get(name)
    return value if isinstance(value, str) else None


def keep(name: str, text: str, default: str = "") -> None:
    """Notes a choice for the address; a default leaves no trace in it."""
    st.session_state[_KEPT][name] = text
    st.session_state[_UNREAD].discard(name)
    if st.session_state[_REFUSED].get(name, (text,))[0] != text:
        del st.session_state[_REFUSED][name]  # the reader has chosen something else since
    if text != default:
        st.session_state[_ASKED][name] = text


def rest(names: Sequence[str]) -> None:
    """Leaves choices in the link as they are, where their controls are not drawn."""
    for name in names:
        keep(name, kept(name) or "")


def named(place: str, names: Sequence[str]) -> bool:
    """True where the address named one of these choices when the page began: the drawer they stand in is then open."""
    return bool(st.session_state.setdefault(f"{place}_opened_{epoch()}", any(kept(name) for name in names)))


def refuse(name: str, label: str, shown: str, text: str) -> None:
    """Notes that what the address asked for, if it did, is not on offer; `shown` (`text` in the address) is shown instead.

    Only the address itself is refused: a choice may also lapse because the reader changed another one.
    """
    asked = kept(name)
    if asked is not None and name in st.session_state[_UNREAD]:
        st.session_state[_REFUSED][name] = text, Refusal(name=name, asked=asked, label=label, shown=shown)


def refused() -> list[Refusal]:
    """All that the address asked for in vain, for as long as what is shown instead stands."""
    return [refusal for _, refusal in st.session_state[_REFUSED].values()]


def write(*, whole: bool = True) -> None:
    """Puts the choices of this run into the address. `whole` is False where the page stopped before its controls.

    The browser does it: the server's own way makes a step in the history of its own after every change of page, on which
    "back" would get stuck, and draws the whole page twice (docs/decisions/0002).
    """
    wanted = st.session_state[_ASKED] if whole else st.session_state[_WRITTEN] | st.session_state[_ASKED]
    st.session_state[_WRITTEN] = wanted
    _address(key="address", data={"query": urlencode(wanted), "arrival": epoch()})
