interface Drawing {
  background: string;
  shapes: string;
}

const DRAWINGS: Record<string, Drawing> = {
  'linen-shirt': {
    background: '#dfe9ea',
    shapes: `
      <path d="M140 92 96 118l-34 76 40 20 18-32v132h160V182l18 32 40-20-34-76-44-26-26 22h-68z" fill="#f7f5ef" stroke="#31505c" stroke-width="5" stroke-linejoin="round"/>
      <path d="m140 92 60 62 60-62M200 154v160" fill="none" stroke="#31505c" stroke-width="5"/>
      <g fill="#31505c"><circle cx="208" cy="190" r="4"/><circle cx="208" cy="226" r="4"/><circle cx="208" cy="262" r="4"/></g>`,
  },
  'enamel-mug': {
    background: '#f1e8dc',
    shapes: `
      <path d="M268 160h26a40 44 0 0 1 0 88h-30" fill="none" stroke="#1f4e66" stroke-width="18"/>
      <path d="M112 128h164l-10 160a24 24 0 0 1-24 22h-96a24 24 0 0 1-24-22z" fill="#2f7394"/>
      <ellipse cx="194" cy="128" rx="82" ry="18" fill="#f7f5ef" stroke="#1f4e66" stroke-width="6"/>
      <path d="M130 226q16-14 32 0t32 0 32 0 32 0" fill="none" stroke="#f7f5ef" stroke-width="6"/>`,
  },
  'salt-candle': {
    background: '#e7e3ee',
    shapes: `
      <path d="M200 62q30 36 0 66-30-30 0-66z" fill="#f0a43a"/>
      <path d="M200 128v22" stroke="#444" stroke-width="5"/>
      <rect x="122" y="150" width="156" height="160" rx="14" fill="#f7f5ef" stroke="#54486b" stroke-width="5"/>
      <rect x="146" y="206" width="108" height="56" rx="6" fill="#54486b"/>
      <path d="M158 236q12-12 24 0t24 0 24 0" fill="none" stroke="#f7f5ef" stroke-width="5"/>`,
  },
  'wool-beanie': {
    background: '#e3ebe1',
    shapes: `
      <circle cx="200" cy="98" r="26" fill="#f7f5ef"/>
      <path d="M96 252q0-140 104-140t104 140z" fill="#24385b"/>
      <g stroke="#3f5a8a" stroke-width="6"><path d="M150 138v110M200 118v130M250 138v110"/></g>
      <rect x="82" y="246" width="236" height="54" rx="20" fill="#c4473a"/>`,
  },
  'driftwood-tray': {
    background: '#dde7e9',
    shapes: `
      <path d="M66 176q134-34 268 0l-16 96q-118 26-236 0z" fill="#a77d55" stroke="#664829" stroke-width="6" stroke-linejoin="round"/>
      <g fill="none" stroke="#664829" stroke-width="4"><path d="M92 202q104-24 214 0M98 232q100-22 204 0"/></g>
      <path d="M150 158q50-30 100 0" fill="none" stroke="#664829" stroke-width="10" stroke-linecap="round"/>`,
  },
  'tide-calendar': {
    background: '#efe6e1',
    shapes: `
      <rect x="104" y="88" width="192" height="232" rx="6" fill="#f7f5ef" stroke="#41535d" stroke-width="5"/>
      <rect x="104" y="88" width="192" height="48" fill="#41535d"/>
      <path d="M124 226q19-60 38 0t38 0 38 0 38 0" fill="none" stroke="#2f7394" stroke-width="7"/>
      <g stroke="#b9c3c8" stroke-width="4"><path d="M124 284h152M124 166h152"/></g>
      <circle cx="200" cy="88" r="9" fill="#f7f5ef"/>`,
  },
};

/** A product's picture as an SVG document. */
export function drawing(handle: string): string {
  const { background, shapes } = DRAWINGS[handle] ?? { background: '#e5e5e5', shapes: '' };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400"><rect width="400" height="400" fill="${background}"/>${shapes}</svg>`;
}
