# A module that pages share.
PRICES = {"tea": 3, "coffee": 4, "cocoa": 5}


def total(entries):
    return sum(PRICES[name] * count for name, count in entries)
