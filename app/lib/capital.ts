/** A phrase as a sentence of its own begins. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
