import { Body, Controller, Get, Path, Post, Query, Route } from "tsoa";

export interface Burger {
  /** @isInt */
  id: number;
  name: string;
  /** @isInt */
  price: number;
  /** @isInt */
  limit: number;
}

@Route("/burgers")
export class BurgersController extends Controller {
  /**
   * @isInt burgerId
   * @minimum burgerId 1
   * @isInt limit
   * @minimum limit 1
   * @maximum limit 100
   */
  @Get("{burgerId}")
  async readBurger(@Path() burgerId: number, @Query() limit = 10): Promise<Burger> {
    return { id: burgerId, name: "Classic", price: 850, limit };
  }
}

export interface Address {
  /** @minLength 1 */
  street: string;
  /** @minLength 1 */
  city: string;
  /** @maxLength 10 */
  zip: string;
}

export interface Customer {
  /**
   * @minLength 1
   * @maxLength 60
   */
  name: string;
  address: Address;
}

export interface Line {
  /**
   * @isInt
   * @minimum 1
   */
  burgerId: number;
  /**
   * @isInt
   * @minimum 1
   * @maximum 10
   */
  quantity: number;
  /** @maxItems 8 */
  toppings: string[];
  /** @maxLength 200 */
  note?: string;
}

export interface Order {
  customer: Customer;
  /**
   * @minItems 1
   * @maxItems 2000
   */
  lines: Line[];
  paid: boolean;
}

@Route("/orders")
export class OrdersController extends Controller {
  @Post()
  async placeOrder(@Body() order: Order): Promise<Order> {
    return order;
  }
}
