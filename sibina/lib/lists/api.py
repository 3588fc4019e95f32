"""The door of lists."""

from sibina.lib.lists.exports import EXPORT_LIST
from sibina.lib.lists.page import cell_of, list_context, list_page, show, table_of
from sibina.lib.lists.rows import address_of, find_rows, read_wish, value_at
from sibina.lib.lists.types import Column, Empty, Filter, ListSpec, Wish

__all__ = [
    "EXPORT_LIST",
    "Column",
    "Empty",
    "Filter",
    "ListSpec",
    "Wish",
    "address_of",
    "cell_of",
    "find_rows",
    "list_context",
    "list_page",
    "read_wish",
    "show",
    "table_of",
    "value_at",
]
