# Classes with state, code in the body, properties, inheritance and equality.
import streamlit as st

size = st.slider("size", 1, 5, 2)


class Stack:
    made = []
    limit = size * 2
    for _i in range(size):
        made.append(_i)

    def __init__(self, *items):
        self.items = list(items)
        Stack.made.append(len(self.items))

    def push(self, item):
        self.items.append(item)
        return self

    @property
    def full(self):
        return len(self.items) >= self.limit

    def __len__(self):
        return len(self.items)

    def __eq__(self, other):
        return isinstance(other, Stack) and self.items == other.items

    __hash__ = None

    def show(self):
        st.write(type(self).__name__, self.items, self.full)


class Loud(Stack):
    def push(self, item):
        return super().push(str(item).upper())

    def show(self):
        super().show()
        if st.checkbox("loud detail"):
            st.write("!", len(self))


a, b = Stack(), Loud("x")
a.push(size).push("y")
if st.checkbox("push more"):
    b.push("more").push(size)
a.show()
b.show()
st.write(Stack.made, a == Stack(size, "y"), isinstance(b, Stack), len(b))
b.items = a.items
b.push("shared")
a.show()
st.write(Stack.limit, vars(a))
