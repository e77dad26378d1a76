# State of a module that all scripts of the app share.
events = []
limits = {"low": 1, "mid": 3, "high": 9}


def note(text):
    events.append(text)
    return len(events)
