/** Prints the page alone, without the admin around it. */
export const printAction = { content: 'Print', onAction: () => window.print() };
