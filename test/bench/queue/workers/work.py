"""FastAPI: what waits is `async def`, what works is `def`, which it runs on its threadpool."""

from fastapi import FastAPI

app = FastAPI()

# Python is slower: so many take about as long as the others' job.
ROUNDS = 400_000


@app.get("/ping")
async def ping():
    return "pong"


@app.get("/work")
def work():
    state = 1
    for _ in range(ROUNDS):
        state = (state * 1_103_515_245 + 12_345) & 0xFFFFFFFF
    return state
