"""The same API with FastAPI, run by uvicorn."""

from typing import Optional

from fastapi import FastAPI, Path, Query
from pydantic import BaseModel, Field, StrictBool, conint, conlist, constr

app = FastAPI()


class Burger(BaseModel):
    id: int
    name: str
    price: int
    limit: int


@app.get("/burgers/{burgerId}", response_model=Burger)
async def read_burger(burger_id: int = Path(alias="burgerId", ge=1), limit: int = Query(10, ge=1, le=100)):
    return Burger(id=burger_id, name="Classic", price=850, limit=limit)


class Address(BaseModel):
    street: constr(strict=True, min_length=1)
    city: constr(strict=True, min_length=1)
    zip: constr(strict=True, max_length=10)


class Customer(BaseModel):
    name: constr(strict=True, min_length=1, max_length=60)
    address: Address


class Line(BaseModel):
    burgerId: conint(ge=1, strict=True)
    quantity: conint(ge=1, le=10, strict=True)
    toppings: conlist(constr(strict=True, min_length=1), max_items=8)
    note: Optional[constr(strict=True, max_length=200)]


class Order(BaseModel):
    customer: Customer
    lines: conlist(Line, min_items=1, max_items=2000)
    paid: StrictBool


@app.post("/orders", response_model=Order, response_model_exclude_unset=True)
async def place_order(order: Order):
    return order
