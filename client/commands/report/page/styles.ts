import { inks, palette } from './palette';

const variables = (theme: 'light' | 'dark'): string =>
  inks.map((ink) => `--${ink}:${palette[ink][theme]}`).join(';');
const shades = {
  light: `color-scheme:light;${variables('light')};--raised:#f4f6f8`,
  dark: `color-scheme:dark;${variables('dark')};--raised:#1f252b`,
};
const inksAsClasses = inks.map(
  (ink) => `.f-${ink}{fill:var(--${ink})}.s-${ink}{stroke:var(--${ink})}.b-${ink}{background:var(--${ink})}`,
);

/** The page's only style sheet: the browser's theme, or the one that was chosen; a phone; paper. */
export const styles = `
:root{${shades.light}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){${shades.dark}}}
:root[data-theme=dark]{${shades.dark}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
main,header,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
header{padding-top:1.25rem}
h1{font-size:1.6rem;line-height:1.2;margin:0;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2.5rem 0 .25rem;padding-top:1rem;border-top:1px solid var(--grid)}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:.25rem 0 .75rem;max-width:46rem;overflow-wrap:anywhere}
a{color:var(--first)}
:focus-visible{outline:3px solid var(--first);outline-offset:2px;border-radius:3px}
.faint,figcaption p,caption,dt,.note{color:var(--faint)}
.top{display:flex;gap:1rem;justify-content:space-between;align-items:flex-start}
button{font:inherit;color:var(--text);background:var(--raised);border:1px solid var(--plain);border-radius:6px;padding:.35rem .75rem;min-height:44px;cursor:pointer}
nav ul{display:flex;flex-wrap:wrap;gap:0 1rem;list-style:none;padding:0;margin:.75rem 0}
nav a{display:inline-block;padding:.25rem 0}
dl.strip{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem;margin:1rem 0}
.strip div{background:var(--raised);border-left:5px solid var(--plain);border-radius:4px;padding:.6rem .8rem}
.strip .good{border-color:var(--good)}.strip .bad{border-color:var(--bad)}.strip .waiting{border-color:var(--waiting)}
.strip dd{margin:0}.strip .value{font-size:1.5rem;font-weight:650;line-height:1.2;overflow-wrap:anywhere}
.strip .note{font-size:.875rem}
figure{margin:1rem 0 1.5rem}
figcaption h3{margin-top:0}figcaption p{font-size:.9375rem;margin-bottom:.5rem}
.plot svg{display:block;width:100%;height:auto;max-width:760px;overflow:visible}
.plot text{font-family:inherit;stroke:none}
.plot [data-row]:hover,.plot .here{stroke:var(--text);stroke-width:2;paint-order:stroke}
.map svg{border:1px solid var(--grid);border-radius:6px;background:var(--raised)}
.narrow{display:none}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;margin:.25rem 0 .5rem;font-size:.875rem}
.key svg{margin-right:.4em;vertical-align:middle}.key i{display:inline-block;width:.8em;height:.8em;border-radius:50%;margin-right:.4em}
details{margin:.5rem 0}
summary{cursor:pointer;padding:.4rem 0;min-height:44px;display:list-item;align-content:center;overflow-wrap:anywhere}
.scroll{overflow-x:auto;max-width:100%}.scroll+.scroll{margin-top:1rem}
.high{max-height:26rem;overflow-y:auto}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums}
caption{text-align:left;font-weight:600;padding:.25rem 0;color:var(--text)}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--grid);overflow-wrap:anywhere;min-width:3.5rem}
th{color:var(--faint);font-weight:600;overflow-wrap:normal}
.n{text-align:right;white-space:nowrap}
td.t{max-width:34rem}
article{background:var(--raised);border-radius:6px;padding:.75rem 1rem;margin:.5rem 0;break-inside:avoid}
article p{margin:.15rem 0}
article pre{font:inherit;white-space:pre-wrap;overflow-wrap:anywhere;margin:0 0 .5rem}
article .label{font-size:.8125rem;color:var(--faint);margin:0}
article .note{font-size:.875rem}
#tip{position:fixed;z-index:9;max-width:min(24rem,calc(100vw - 16px));background:var(--text);color:var(--paper);padding:.5rem .7rem;border-radius:6px;font-size:.875rem;pointer-events:none;overflow-wrap:anywhere;white-space:pre-line}
#tip:empty{display:none}
footer{margin-top:3rem;padding-bottom:2rem;font-size:.875rem}
${inksAsClasses.join('')}
@media (max-width:640px){.wide{display:none}.narrow{display:block}.plot svg{max-width:420px}.plot svg.wide{display:none}.plot svg.narrow{display:block}h1{font-size:1.35rem}td.t{min-width:8rem}}
@media (min-width:641px){.plot svg.narrow{display:none}}
@media print{:root,:root[data-theme=dark]{${shades.light}}nav,button,#tip{display:none}body{font-size:11pt}figure,article,table{break-inside:avoid}.scroll,.high{overflow:visible;max-height:none}a{color:inherit}}
`.replace(/\n/g, '');
