/** A moment as the Admin API writes it. */
export const instant = (date: Date | null) => date && `${date.toISOString().slice(0, 19)}Z`;
