import type { Block } from '../../../core/foundations/passages/block';
import type { DomNode } from './pageOf';
import { rowText } from '../../../core/foundations/passages/rowText';

const elementNode = 1;
const textNode = 3;

/** What no reader sees, or is no part of what a page says. */
const left = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE', 'SVG', 'IFRAME', 'OBJECT', 'HEAD', 'NAV', 'FORM', 'BUTTON', 'SELECT']); // prettier-ignore
/** Elements that stand in a line with the text around them. */
const inline = new Set(['A', 'ABBR', 'B', 'BDI', 'BDO', 'CITE', 'CODE', 'DATA', 'DEL', 'DFN', 'EM', 'FONT', 'I', 'INS', 'KBD', 'LABEL', 'MARK', 'Q', 'RP', 'RT', 'RUBY', 'S', 'SAMP', 'SMALL', 'SPAN', 'STRONG', 'SUB', 'SUP', 'TIME', 'TT', 'U', 'VAR', 'WBR', 'IMG']); // prettier-ignore

/** Most levels of elements in each other that are followed; below, text is text. */
const deepest = 200;

/** The blocks of a page's elements: headings, paragraphs, items of lists, rows of tables, code as it is written. */
export function htmlBlocks(root: DomNode): Block[] {
  const blocks: Block[] = [];
  let line = '';
  const endLine = (): void => {
    const text = line.replace(/[ \t\n\f\r\u00a0]+/gu, ' ').trim();
    line = '';
    if (text !== '') blocks.push({ kind: 'paragraph', text });
  };
  const visit = (node: DomNode, depth: number): void => {
    if (node.nodeType === textNode || depth > deepest) {
      line += node.textContent ?? '';
      return;
    }
    const name = node.nodeName.toUpperCase();
    if (left.has(name)) return;
    const level = /^H([1-6])$/u.exec(name)?.[1];
    if (level !== undefined) {
      endLine();
      blocks.push({ kind: 'heading', level: Number(level), text: node.textContent ?? '' });
    } else if (name === 'PRE') {
      endLine();
      blocks.push({ kind: 'paragraph', text: node.textContent ?? '' });
    } else if (name === 'TABLE') {
      endLine();
      blocks.push(...tableBlocks(node));
    } else if (name === 'BR') line += '\n';
    else if (inline.has(name) || node.nodeType !== elementNode) visitAll(node, depth);
    else {
      endLine();
      if (name === 'LI') line = '- ';
      visitAll(node, depth);
      endLine();
    }
  };
  const visitAll = (node: DomNode, depth: number): void => {
    for (let child = 0; child < node.childNodes.length; child++) visit(node.childNodes[child]!, depth + 1);
  };
  visitAll(root, 0);
  endLine();
  return blocks;
}

/** A table that has column names is rows; one that is used to lay out a page is the blocks of its cells. */
function tableBlocks(table: DomNode): Block[] {
  const rows = descendants(table, 'TR').map((row) =>
    childElements(row).map((cell) => ({
      isName: cell.nodeName.toUpperCase() === 'TH',
      cell,
      text: (cell.textContent ?? '').replace(/\s+/gu, ' ').trim(),
    })),
  );
  const [first = []] = rows;
  const isLayout = rows.flat().some(({ cell }) => descendants(cell, 'TABLE').length > 0) || first.length < 2;
  if (isLayout) return rows.flatMap((cells) => cells.flatMap(({ cell }): Block[] => htmlBlocks(cell)));
  const hasNames = rows.length > 1;
  const header = hasNames ? first.map(({ text }) => text) : [];
  return rows.slice(hasNames ? 1 : 0).flatMap((cells): Block[] => {
    const text = rowText(
      header,
      cells.map((cell) => cell.text),
    );
    return text === '' ? [] : [{ kind: 'row', text }];
  });
}

function childElements(node: DomNode): DomNode[] {
  return Array.from(node.childNodes).filter(({ nodeType }) => nodeType === elementNode);
}

/** Elements of that name below a node, those inside of each other left out. */
function descendants(node: DomNode, name: string, depth = 0): DomNode[] {
  if (depth > deepest) return [];
  return childElements(node).flatMap((child) =>
    child.nodeName.toUpperCase() === name ? [child] : descendants(child, name, depth + 1),
  );
}
