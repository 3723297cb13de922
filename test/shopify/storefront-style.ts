/** The look of the local shop. */
export const STYLE = `
:root { --ink: #1d2b33; --soft: #5d6d75; --line: #dde3e5; --sea: #1f5b78; --sand: #f6f4ef; --card: #fff; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; color: var(--ink); background: var(--sand);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
a { color: var(--sea); text-underline-offset: 3px; }
h1 { font: 600 clamp(1.7rem, 4vw, 2.5rem)/1.15 Georgia, 'Times New Roman', serif; margin: 0 0 .6rem; letter-spacing: -.01em; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
img { display: block; width: 100%; height: auto; border-radius: 10px; }
.width { width: min(1080px, 100% - 2rem); margin-inline: auto; }
header.top { background: var(--card); border-bottom: 1px solid var(--line); }
header.top .width { display: flex; align-items: center; gap: 1.5rem; padding: 1rem 0; }
.brand { font: 600 1.25rem Georgia, serif; color: var(--ink); text-decoration: none; margin-right: auto; }
header.top nav { display: flex; gap: 1.25rem; }
header.top nav a { color: var(--ink); text-decoration: none; }
header.top nav a:hover { text-decoration: underline; }
main { flex: 1; padding: 2.25rem 0 3.5rem; }
footer.bottom { color: var(--soft); font-size: .875rem; border-top: 1px solid var(--line); padding: 1.25rem 0; }
.lead { color: var(--soft); max-width: 46ch; font-size: 1.1rem; margin: 0 0 2rem; }
.grid { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fill, minmax(220px, 1fr)); list-style: none; margin: 0; padding: 0; }
.grid a { color: inherit; text-decoration: none; display: block; }
.grid a:hover h2 { text-decoration: underline; }
.grid img { margin-bottom: .75rem; }
.price { color: var(--soft); margin: 0; }
.product { display: grid; gap: 2.5rem; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); align-items: start; }
.product .price { font-size: 1.25rem; margin-bottom: 1rem; }
.stack { display: grid; gap: 1rem; }
label { display: grid; gap: .3rem; font-size: .9rem; color: var(--soft); }
input, select { font: inherit; color: var(--ink); background: #fff; border: 1px solid #b9c4c9; border-radius: 8px; padding: .65rem .75rem; width: 100%; }
:is(input, select, button, a, summary):focus-visible { outline: 3px solid #7db7d3; outline-offset: 2px; }
button { font: inherit; font-weight: 600; line-height: 1.2; cursor: pointer; border: 1px solid transparent; border-radius: 8px; padding: .85rem 1.4rem;
  color: #fff; background: var(--sea); text-align: center; }
button:hover { background: #17475e; }
button.quiet { color: var(--ink); background: transparent; border-color: #b9c4c9; }
button.quiet:hover { background: #eef2f3; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.5rem; }
.lines { list-style: none; margin: 0 0 1rem; padding: 0; }
.lines li { display: grid; grid-template-columns: 64px 1fr auto; gap: 1rem; align-items: center; padding: .85rem 0; border-bottom: 1px solid var(--line); }
.lines small { color: var(--soft); display: block; }
.lines input { width: 4.5rem; padding: .4rem .5rem; }
.sums { display: grid; grid-template-columns: 1fr auto; gap: .4rem 0; margin: 0; }
.sums dd { margin: 0; text-align: right; }
.sums .total { font-weight: 700; font-size: 1.15rem; padding-top: .5rem; border-top: 1px solid var(--line); }
.row { display: flex; gap: .75rem; align-items: end; flex-wrap: wrap; }
.row > label { flex: 1; min-width: 8rem; }
.checkout { display: grid; gap: 2rem; grid-template-columns: minmax(0, 1.2fr) minmax(0, 1fr); align-items: start; }
.note { color: var(--soft); font-size: .9rem; margin: 0; }
.banner { position: sticky; bottom: 0; background: var(--ink); color: #fff; padding: 1rem 0; }
.banner .width { display: flex; gap: 1rem; align-items: center; flex-wrap: wrap; }
.banner p { margin: 0; flex: 1; min-width: 16rem; }
.banner button { padding: .6rem 1.2rem; background: #fff; color: var(--ink); }
.banner button.quiet { background: transparent; color: #fff; border-color: #8fa2ac; }
@media (max-width: 760px) { .product, .checkout { grid-template-columns: minmax(0, 1fr); } .checkout aside { order: -1; } header.top .width { gap: 1rem; } }
`;
