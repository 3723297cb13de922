/** Runs once no mouse button is held, so that what it shows does not move the page from under a click. */
export function oncePressEnds(run: () => void): void {
  if (document.querySelector(':active')) addEventListener('mouseup', () => setTimeout(run), { once: true });
  else run();
}
