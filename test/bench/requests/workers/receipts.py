"""The same dependencies with FastAPI, run by uvicorn."""

from fastapi import Depends, FastAPI
from pydantic import BaseModel

app = FastAPI()


async def restaurant():
    return {"name": "The Short Order", "currency": "EUR"}


async def counter(restaurant=Depends(restaurant)):
    return f"counter 1 of {restaurant['name']}"


async def cashier(place=Depends(counter)):
    return f"Ada at {place}"


async def till(person=Depends(cashier), restaurant=Depends(restaurant)):
    return f"{restaurant['currency']} till, {person}"


async def receipt(source=Depends(till)):
    return {"from": source, "total": 850}


class Receipt(BaseModel):
    from_: str
    total: int
    currency: str

    class Config:
        fields = {"from_": "from"}


@app.get("/receipts/latest", response_model=Receipt)
async def read_latest_receipt(latest=Depends(receipt), restaurant=Depends(restaurant)):
    return {**latest, "currency": restaurant["currency"]}
