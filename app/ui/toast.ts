/** A short confirmation by Shopify's admin; nothing that matters may be said here alone. */
export function showToast(message: string): void {
  window.shopify.toast.show(message);
}
