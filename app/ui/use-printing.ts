import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Whether the page is being printed: a chart shows its table then. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const paper = window.matchMedia('print');
    // At once: the browser does not wait for a later rendering.
    const note = () => flushSync(() => setPrinting(paper.matches));
    paper.addEventListener('change', note);
    return () => paper.removeEventListener('change', note);
  }, []);
  return printing;
}
