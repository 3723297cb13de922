const DAY_MS = 86_400_000;
/** Shopify tells an order's time in whole seconds: what falls into that second may have come before. */
const ORDER_SECOND_MS = 1_000;

/** Whether a touch came after its order was placed. */
export const isAfterOrder = (at: number, placedAt: number): boolean => at >= placedAt + ORDER_SECOND_MS;

/** Whether a touch is at most so many days before its order; the end of the window belongs to it. */
export const isWithinWindow = (at: number, placedAt: number, days: number): boolean =>
  placedAt - at <= days * DAY_MS;
