"""One mechanism for every list.

Takes: rows (a query, or rows worked out already), and a `ListSpec` that names columns, search and filters.
Gives: a page with search, filters, sorting, pages, and an export that equals the screen.
Decides: nothing about the rows.
Tells next: nobody.
"""
