/** The period that a shop's base order rate is taken from. */
export const BASE_DAYS = 30;
