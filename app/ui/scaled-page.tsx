import { useEffect, useRef, useState } from 'react';

const HEIGHT = 480;

/** Nothing in a preview may run, be sent or be followed; pictures and styles may show. */
const GUARD =
  '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src * data:; style-src * \'unsafe-inline\'; font-src *">' +
  '<style>a{pointer-events:none}</style>';

/** With the guard in the head, behind the document type: without one, browsers lay pages out as they did in 1998. */
function guarded(html: string): string {
  const type = /^\s*<!doctype[^>]*>/i.exec(html)?.[0] ?? '<!doctype html>';
  return type + GUARD + html.replace(/^\s*<!doctype[^>]*>/i, '');
}

interface ScaledPageProps {
  title: string;
  html: string;
  /** In pixels that the page believes to have. */
  width: number;
}

/** A page of a given width, shrunk into the room there is. */
export function ScaledPage({ title, html, width }: ScaledPageProps) {
  const room = useRef<HTMLDivElement>(null);
  const [available, setAvailable] = useState(width);
  useEffect(() => {
    if (!room.current) return;
    const observer = new ResizeObserver(([entry]) => setAvailable(entry?.contentRect.width ?? width));
    observer.observe(room.current);
    return () => observer.disconnect();
  }, [width]);
  const scale = Math.min(1, available / width);
  return (
    <div
      ref={room}
      className={`st-preview${width < 500 ? ' st-preview--phone' : ''}`}
      style={{ height: HEIGHT }}
    >
      <iframe
        title={title}
        sandbox=""
        srcDoc={guarded(html)}
        style={{ width: scale < 1 ? width : '100%', height: HEIGHT / scale, transform: `scale(${scale})` }}
      />
    </div>
  );
}
