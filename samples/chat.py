"""A chat with a small rule-based assistant that can do sums and remembers names."""

import ast
import operator
import re

import streamlit as st

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
GREETING = "Hello! Tell me your name, or ask for a sum such as `3 * (4 + 5)`."


def evaluate(node: ast.AST) -> float:
    """Value of an arithmetic expression; anything else raises ValueError."""
    if isinstance(node, ast.Expression):
        return evaluate(node.body)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](evaluate(node.left), evaluate(node.right))
    raise ValueError("not a sum")


def answer(prompt: str, memory: dict) -> str:
    text = prompt.strip().lower()
    named = re.search(r"(?:i am|my name is|call me) (\w+)", text)
    if named:
        memory["name"] = named.group(1).title()
        return f"Nice to meet you, {memory['name']}."
    who = memory.get("name", "friend")
    sum_asked = re.search(r"[-+*/(). 0-9]*\d[-+*/(). 0-9]*", text)
    if sum_asked and any(sign in sum_asked.group() for sign in "+-*/"):
        try:
            result = evaluate(ast.parse(sum_asked.group().strip(), mode="eval"))
        except (ValueError, SyntaxError, ZeroDivisionError):
            return f"That sum is beyond me, {who}."
        memory["sums"] = memory.get("sums", 0) + 1
        return f"`{sum_asked.group().strip()}` is **{result:g}**."
    if "how many" in text:
        return f"I have solved {memory.get('sums', 0)} sums for you, {who}."
    if text in {"bye", "goodbye"}:
        return f"Goodbye, {who}!"
    return f"You said “{prompt}”, {who}. I am better at sums."


st.title("Sum bot")

if "messages" not in st.session_state:
    st.session_state.messages = [{"role": "assistant", "content": GREETING}]
    st.session_state.memory = {}

with st.sidebar:
    style = st.selectbox("Style", ["Plain", "Shouting", "Whispering"])
    show_numbers = st.toggle("Number the messages")
    if st.button("Start again"):
        st.session_state.messages = [{"role": "assistant", "content": GREETING}]
        st.session_state.memory = {}
        st.rerun()

prompt = st.chat_input("Say something")
if prompt:
    st.session_state.messages.append({"role": "user", "content": prompt})
    reply = answer(prompt, st.session_state.memory)
    if style == "Shouting":
        reply = reply.upper()
    elif style == "Whispering":
        reply = f"*{reply.lower()}*"
    st.session_state.messages.append({"role": "assistant", "content": reply})

for number, message in enumerate(st.session_state.messages, start=1):
    with st.chat_message(message["role"]):
        if show_numbers:
            st.caption(f"Message {number}")
        st.markdown(message["content"])

asked = sum(message["role"] == "user" for message in st.session_state.messages)
st.sidebar.metric("Your messages", asked)
st.sidebar.download_button(
    "Download chat",
    "\n".join(f"{m['role']}: {m['content']}" for m in st.session_state.messages),
    "chat.txt",
    on_click="ignore",
)
