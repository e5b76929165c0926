/**
 * Requests, and what everybody must say to them.
 *
 * @module
 */

/** A request and its answer. */
export interface Probe {
  name: string;
  path: string;
  /** JSON text; without it the request is a GET. */
  body?: string;
  status: 200 | 422;
  /** The exact text of a valid request's answer. */
  answer?: string;
  /** What is wrong with an invalid one, in the place that JSON paths name: `lines.0.quantity`. Sorted. */
  wrong?: string[];
}

function readBurger(burgerId: number, limit?: number): Probe {
  const path = `/burgers/${burgerId}${limit === undefined ? "" : `?limit=${limit}`}`;
  const answer = JSON.stringify({ id: burgerId, name: "Classic", price: 850, limit: limit ?? 10 });
  return { name: `GET ${path}`, path, status: 200, answer };
}

function order(lines: number) {
  return {
    customer: {
      name: "Ada Lovelace",
      address: { street: "12 St James's Square", city: "London", zip: "SW1Y 4JH" },
    },
    lines: Array.from({ length: lines }, (_, i) => ({
      burgerId: i + 1,
      quantity: (i % 10) + 1,
      toppings: ["lettuce", "pickles", "onion"].slice(i % 3),
      ...(i % 2 === 0 && { note: "Well done, please, and cut in two halves." }),
    })),
    paid: true,
  };
}

function placeOrder(name: string, lines: number): Probe {
  const body = JSON.stringify(order(lines));
  return { name: `POST ${name}`, path: "/orders", body, status: 200, answer: body };
}

// biome-ignore lint/suspicious/noExplicitAny: it is made to be what no order may be
function placeWrongOrder(name: string, wrong: string[], change: (order: any) => void, lines = 2): Probe {
  const changed = order(lines);
  change(changed);
  return {
    name: `POST ${name}`,
    path: "/orders",
    body: JSON.stringify(changed),
    status: 422,
    wrong: wrong.sort(),
  };
}

/** The ones that are measured. */
export const get = readBurger(7, 25);
export const smallPost = placeOrder("1 KB", 10);
export const largePost = placeOrder("100 KB", 1160);
export const invalidPost = placeWrongOrder(
  "an order with five mistakes",
  ["customer.name", "customer.address.zip", "lines.1.quantity", "lines.3.toppings.0", "paid"],
  (order) => {
    order.customer.name = "";
    order.customer.address.zip = "much too long";
    order.lines[1].quantity = 11;
    order.lines[3].toppings[0] = 7;
    order.paid = "yes and no";
  },
  10,
);

export const validProbes: Probe[] = [
  get,
  readBurger(7),
  readBurger(123456, 1),
  readBurger(1, 100),
  smallPost,
  largePost,
];

const stray: Probe = {
  ...smallPost,
  name: "POST an order with properties that nobody declared",
  body: (smallPost.body ?? "")
    .replace('"burgerId"', '"stray":{"any":[1]},"burgerId"')
    .replace('"city"', '"stray":1,"city"'),
};

/** What only those can answer who check. */
export const checkedProbes: Probe[] = [
  stray,
  invalidPost,
  ...["/burgers/0", "/burgers/x", "/burgers/1.5"].map(
    (path): Probe => ({
      name: `GET ${path}`,
      path,
      status: 422,
      wrong: ["burgerId"],
    }),
  ),
  ...["0", "101", "2.5", "many"].map(
    (limit): Probe => ({
      name: `GET with the limit ${limit}`,
      path: `/burgers/7?limit=${limit}`,
      status: 422,
      wrong: ["limit"],
    }),
  ),
  placeWrongOrder("without a customer", ["customer"], (order) => delete order.customer),
  placeWrongOrder("without a city", ["customer.address.city"], (order) => delete order.customer.address.city),
  placeWrongOrder("without lines", ["lines"], (order) => order.lines.splice(0)),
  placeWrongOrder("with nine toppings", ["lines.0.toppings"], (order) => {
    order.lines[0].toppings = Array(9).fill("onion");
  }),
  placeWrongOrder("with half a burger", ["lines.1.quantity"], (order) => {
    order.lines[1].quantity = 0.5;
  }),
  placeWrongOrder("whose line is null", ["lines.0"], (order) => {
    order.lines[0] = null;
  }),
];

/** Everything that it says comes from a dependency. */
export const receipt: Probe = {
  name: "GET /receipts/latest",
  path: "/receipts/latest",
  status: 200,
  answer: JSON.stringify({
    from: "EUR till, Ada at counter 1 of The Short Order",
    total: 850,
    currency: "EUR",
  }),
};
