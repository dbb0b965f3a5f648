import type { SyntaxNode } from "@lezer/common";
import { createElement, type ReactNode } from "react";
import { truceMarkdown } from "../../../language/index.ts";

export interface ProseProps {
  /** Markdown. Nothing of it becomes markup but what is listed here: no HTML, and links only to the web. */
  readonly markdown: string;
}

/** Words of the file as people read them. */
export function Prose({ markdown }: ProseProps): ReactNode {
  const top = truceMarkdown.parse(markdown).topNode;
  return <>{childrenOf(top, markdown)}</>;
}

const ELEMENTS: Readonly<Record<string, string>> = {
  Paragraph: "p",
  BulletList: "ul",
  OrderedList: "ul",
  ListItem: "li",
  Emphasis: "em",
  StrongEmphasis: "strong",
  Blockquote: "blockquote",
  Strikethrough: "s",
  Table: "table",
  TableHeader: "tr",
  TableRow: "tr",
  TableCell: "td",
};
/** Marks that people do not read. */
const HIDDEN = /Mark$|^HTML|^Comment|^LinkTitle$|^TableDelimiter$|^URL$/u;

function childrenOf(node: SyntaxNode, text: string): readonly ReactNode[] {
  const parts: ReactNode[] = [];
  let end = node.from;
  const addText = (to: number): void => {
    // Line breaks of the file are none of the text.
    const words = text.slice(end, to).replace(/\s*\n\s*/gu, " ");
    if (isWords(node) && words !== "") parts.push(words);
  };
  for (let child = node.firstChild; child; child = child.nextSibling) {
    addText(child.from);
    parts.push(elementOf(child, text));
    end = child.to;
  }
  addText(node.to);
  return parts;
}

/** Whether what stands in a node beside its children is read. */
function isWords({ name }: SyntaxNode): boolean {
  return ![
    "Document",
    "BulletList",
    "OrderedList",
    "ListItem",
    "Blockquote",
    "Table",
    "TableHeader",
    "TableRow",
  ].includes(name);
}

function elementOf(node: SyntaxNode, text: string): ReactNode {
  const { name, from, to } = node;
  // The number of a paragraph is a part of the text, and is not counted anew.
  if (name === "ListMark" && /\d/u.test(text.slice(from, to))) return <span key={from}>{text.slice(from, to)} </span>;
  if (HIDDEN.test(name)) return null;
  if (name === "InlineCode") return <code key={from}>{text.slice(from, to).replaceAll("`", "").trim()}</code>;
  if (name === "Escape") return text.slice(from + 1, to);
  if (name === "Autolink" || name === "Link") return linkOf(node, text);
  const element = ELEMENTS[name];
  if (element === undefined) return <span key={from}>{childrenOf(node, text)}</span>;
  const isBlock = element === "p" || element === "li" || element === "td";
  const list = name === "OrderedList" ? { className: "numbered" } : {};
  return createElement(element, { key: from, ...list, ...(isBlock ? { dir: "auto" } : {}) }, ...childrenOf(node, text));
}

function linkOf(node: SyntaxNode, text: string): ReactNode {
  const address = node.getChild("URL");
  // `[…]` is an omission, and no link.
  if (!address && node.name === "Link") return text.slice(node.from, node.to);
  const url = address ? text.slice(address.from, address.to) : "";
  const words = node.name === "Autolink" ? [url] : childrenOf(node, text);
  if (!/^https?:\/\//u.test(url)) return <span key={node.from}>{words}</span>;
  return (
    <a key={node.from} href={url} rel="noreferrer">
      {words}
    </a>
  );
}
