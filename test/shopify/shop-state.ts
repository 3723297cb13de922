import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { customers, products, segments, shop } from './demo-data.ts';
import { ShopFiles } from './files.ts';
import { guestOf } from './guest.ts';
import { currentTotals, originalTotals, refundedMinor } from './order-money.ts';
import { lineOf, type NewRefund, refundOf } from './order-refund.ts';
import { discountOf, isDiscountCode, type Price, priceOf } from './pricing.ts';
import type * as Model from './shop-model.ts';

export type * from './shop-model.ts';

const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

export interface NewOrder {
  lines: Model.CartLine[];
  /** The customer of that address is taken, or a guest is made. Without one, an order at the counter. */
  email?: string | null;
  name?: { firstName: string | null; lastName: string | null };
  /** Whose sessions led here; without one Shopify knows no journey and no landing page. */
  visitor?: string | null;
  checkoutToken?: string | null;
  cartToken?: string | null;
  noteAttributes?: Model.Attribute[];
  discountCode?: string | null;
  sourceName?: string;
  test?: boolean;
  at?: Date;
}

/** Everything that the local Shopify remembers of its one shop, in memory; its servers share one of these. */
export class ShopState {
  readonly shop: Model.ShopIdentity = shop();
  readonly products: Model.Product[] = products();
  readonly customers: Model.Customer[] = customers();
  readonly segments: Model.Segment[] = segments();
  readonly visits = new Map<string, Model.Visit[]>();
  readonly carts = new Map<string, Model.Cart>();
  readonly checkouts = new Map<string, Model.Checkout>();
  readonly orders: Model.Order[] = [];
  readonly mails: Model.Mail[] = [];
  readonly phoneMessages: Model.PhoneMessage[] = [];
  readonly deliveries: Model.WebhookDelivery[] = [];
  readonly activities: Model.ExternalActivity[] = [];
  readonly files = new ShopFiles();
  pixel: Model.PixelRecord | null = null;
  /** The scopes that the merchant granted; null while the app is not installed. */
  grantedScopes: string[] | null = null;
  readonly events = new EventEmitter<Model.ShopEvents>();

  readonly #lastOrder = new Map<string, Date>();
  // From the time of the start, so that shops of two runs on one database do not share ids.
  #lastId = BigInt(Math.floor(Date.now() / 1000)) * 1000n;

  /** A new id, larger than all before. */
  nextId(): bigint {
    return (this.#lastId += 1n);
  }

  /** @throws Error where the shop has no such variant. */
  variant(id: bigint): { product: Model.Product; variant: Model.Variant } {
    for (const product of this.products) {
      const variant = product.variants.find((candidate) => candidate.id === id);
      if (variant) return { product, variant };
    }
    throw new Error(`no variant ${id}`);
  }

  productByHandle(handle: string): Model.Product | undefined {
    return this.products.find((product) => product.handle === handle);
  }

  customer(id: bigint | null): Model.Customer | undefined {
    return this.customers.find((customer) => customer.id === id);
  }

  /** The customer with this address; a guest is made where there is none. */
  customerByEmail(email: string, name?: NewOrder['name'], at = new Date()): Model.Customer {
    const address = email.trim().toLowerCase();
    const known = this.customers.find((customer) => customer.email === address);
    if (known) return known;
    const country = this.shop.countryCode;
    const guest = guestOf({ id: this.nextId(), email: address, country, at, ...name });
    this.customers.push(guest);
    return guest;
  }

  setEmailMarketing(customer: Model.Customer, marketing: Model.EmailMarketing): void {
    customer.emailMarketing = marketing;
    customer.updatedAt = marketing.updatedAt ?? new Date();
    this.events.emit('consent-changed', customer, 'email');
  }

  setPhoneMarketing(
    customer: Model.Customer,
    channel: 'sms' | 'whatsapp',
    marketing: Model.PhoneMarketing,
  ): void {
    customer[channel === 'sms' ? 'smsMarketing' : 'whatsAppMarketing'] = marketing;
    customer.updatedAt = marketing.updatedAt ?? new Date();
    this.events.emit('consent-changed', customer, channel);
  }

  setTags(customer: Model.Customer, tags: string[]): void {
    const added = tags.filter((tag) => !customer.tags.includes(tag));
    const removed = customer.tags.filter((tag) => !tags.includes(tag));
    customer.tags = tags;
    if (added.length > 0) this.events.emit('tags-added', customer, added);
    if (removed.length > 0) this.events.emit('tags-removed', customer, removed);
  }

  membersOf(segment: Model.Segment): Model.Customer[] {
    return this.customers.filter((customer) => segment.includes(customer));
  }

  /** Notes the first page of a session. To be called only for visitors who allow analytics. */
  recordVisit(visitor: string, visit: Model.Visit): void {
    this.visits.set(visitor, [...(this.visits.get(visitor) ?? []), visit]);
  }

  newCart(): Model.Cart {
    const cart: Model.Cart = { token: randomUUID().replaceAll('-', ''), lines: [], attributes: [] };
    this.carts.set(cart.token, cart);
    return cart;
  }

  /** A checkout of what is in the cart now. */
  newCheckout(cart: Model.Cart, at = new Date()): Model.Checkout {
    const checkout: Model.Checkout = {
      token: randomUUID().replaceAll('-', ''),
      cartToken: cart.token,
      lines: structuredClone(cart.lines),
      attributes: structuredClone(cart.attributes),
      discountCode: null,
      email: null,
      createdAt: at,
      orderId: null,
    };
    this.checkouts.set(checkout.token, checkout);
    return checkout;
  }

  /** @throws Error where a line names no variant of the shop. */
  price(lines: Model.CartLine[], discountCode: string | null = null): Price {
    return priceOf(
      lines.map(({ variantId, quantity }) => ({
        priceMinor: this.variant(variantId).variant.priceMinor,
        quantity,
      })),
      discountCode,
    );
  }

  /** @throws Error where a line names no variant of the shop. */
  createOrder(wanted: NewOrder): Model.Order {
    const at = wanted.at ?? new Date();
    const sourceName = wanted.sourceName ?? 'web';
    const visits = wanted.visitor && sourceName === 'web' ? this.#visitsBefore(wanted.visitor, at) : [];
    const session = visits.at(-1);
    const landing = session && new URL(session.landingPage);
    const number = (this.orders.at(-1)?.number ?? 1000) + 1;
    const code = isDiscountCode(wanted.discountCode) ? wanted.discountCode.toUpperCase() : null;
    const order: Model.Order = {
      id: this.nextId(),
      number,
      name: `#${number}`,
      createdAt: at,
      updatedAt: at,
      cancelledAt: null,
      cancelReason: null,
      test: wanted.test ?? false,
      sourceName,
      email: wanted.email ?? null,
      customerId: wanted.email ? this.customerByEmail(wanted.email, wanted.name, at).id : null,
      checkoutToken: wanted.checkoutToken ?? null,
      cartToken: wanted.cartToken ?? null,
      landingSite: landing ? landing.pathname + landing.search : null,
      referringSite: session?.referrer ?? null,
      noteAttributes: wanted.noteAttributes ?? [],
      discountCode: code,
      paymentGateways: ['bogus'],
      disputes: [],
      lineItems: wanted.lines.map((line) => this.#lineItem(line, code, false)),
      shippingMinor: sourceName === 'pos' ? 0n : this.price(wanted.lines, code).shippingMinor,
      refunds: [],
      visits,
      metafields: [],
    };
    this.orders.push(order);
    if (wanted.visitor) this.#lastOrder.set(wanted.visitor, at);
    const checkout = this.checkouts.get(wanted.checkoutToken ?? '');
    if (checkout) checkout.orderId = order.id;
    this.events.emit('order-created', order);
    return order;
  }

  /** @throws Error where there is no such order. */
  order(name: string): Model.Order {
    const order = this.orders.find((candidate) => candidate.name === name);
    if (!order) throw new Error(`no order ${name}`);
    return order;
  }

  refundOrder(order: Model.Order, wanted: NewRefund, at = new Date()): Model.Refund {
    const refund = refundOf(order, wanted, () => this.nextId(), at);
    order.updatedAt = at;
    this.events.emit('refund-created', order, refund);
    this.events.emit('order-updated', order);
    return refund;
  }

  /** Cancels with all goods and money given back, as the admin does by default. */
  cancelOrder(order: Model.Order, reason = 'customer', at = new Date()): void {
    const shippingMinor = currentTotals(order).shippingMinor;
    const lines = order.lineItems
      .filter((line) => line.currentQuantity > 0)
      .map((line) => ({ lineItemId: line.id, quantity: line.currentQuantity }));
    const amountMinor = originalTotals(order).totalMinor - refundedMinor(order);
    const refund = refundOf(order, { lines, shippingMinor, amountMinor }, () => this.nextId(), at);
    order.cancelledAt = at;
    order.cancelReason = reason;
    order.updatedAt = at;
    this.events.emit('refund-created', order, refund);
    this.events.emit('order-cancelled', order);
    this.events.emit('order-updated', order);
  }

  /** Adds and removes goods without giving money back. */
  editOrder(
    order: Model.Order,
    changes: { add?: Model.CartLine[]; remove?: { lineItemId: bigint; quantity: number }[] },
    at = new Date(),
  ): void {
    for (const { lineItemId, quantity } of changes.remove ?? [])
      lineOf(order, lineItemId, quantity).currentQuantity -= quantity;
    for (const line of changes.add ?? []) order.lineItems.push(this.#lineItem(line, null, true));
    order.updatedAt = at;
    this.events.emit('order-edited', order);
    this.events.emit('order-updated', order);
  }

  /** The order is gone from Shopify, and only its id is told. */
  deleteOrder(order: Model.Order): void {
    this.orders.splice(this.orders.indexOf(order), 1);
    this.events.emit('order-deleted', order);
  }

  /** @throws Error where there is no such segment. */
  segment(name: string): Model.Segment {
    const segment = this.segments.find((candidate) => candidate.name === name);
    if (!segment) throw new Error(`no segment ${name}`);
    return segment;
  }

  receiveMail(mail: Omit<Model.Mail, 'id'>): Model.Mail {
    const received = { id: randomUUID(), ...mail };
    this.mails.push(received);
    this.events.emit('mail-received', received);
    return received;
  }

  receivePhoneMessage(message: Model.PhoneMessage): void {
    this.phoneMessages.push(message);
    this.events.emit('phone-message-received', message);
  }

  installApp(scopes: string[]): void {
    this.grantedScopes = scopes;
    this.events.emit('app-installed');
  }

  /** The merchant agrees to other scopes than before. */
  changeScopes(scopes: string[]): void {
    const previous = this.grantedScopes ?? [];
    this.grantedScopes = scopes;
    this.events.emit('scopes-updated', { previous, current: scopes });
  }

  /** Ends the installation: Shopify forgets tokens and pixel before it tells the app. */
  uninstallApp(): void {
    this.grantedScopes = null;
    this.pixel = null;
    this.events.emit('app-uninstalled');
  }

  /** The sessions that count for an order: those of thirty days since the last order, or the one that goes on. */
  #visitsBefore(visitor: string, at: Date): Model.Visit[] {
    const recent = (this.visits.get(visitor) ?? []).filter(
      (visit) => visit.at <= at && at.getTime() - visit.at.getTime() <= MONTH_MS,
    );
    const lastOrder = this.#lastOrder.get(visitor);
    const since = lastOrder ? recent.filter((visit) => visit.at > lastOrder) : recent;
    return since.length > 0 ? since : recent.slice(-1);
  }

  #lineItem(line: Model.CartLine, code: string | null, addedByEdit: boolean): Model.LineItem {
    const { product, variant } = this.variant(line.variantId);
    return {
      id: this.nextId(),
      variantId: variant.id,
      productId: product.id,
      title: product.title,
      variantTitle: variant.title,
      sku: variant.sku,
      quantity: line.quantity,
      currentQuantity: line.quantity,
      priceMinor: variant.priceMinor,
      discountMinor: discountOf({ priceMinor: variant.priceMinor, quantity: line.quantity }, code),
      addedByEdit,
      giftCard: false,
      sellingPlanId: null,
    };
  }
}
