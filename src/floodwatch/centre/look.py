"""stub"""


def look(view, place, acting, **settings):
    from floodwatch.views import VIEWS, BOOK_VIEWS
    from floodwatch.centre.tables import opened

    found = {v.name: v for v in VIEWS}
    if view in found:
        with opened(place) as engine:
            return found[view].view(engine, **settings)
    return {v.name: v for v in BOOK_VIEWS}[view].view(getattr(place, "centre", place).casebook, **settings)
