const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as it may stand in an element or an attribute. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
}

/** `<name>text</name>` */
export function element(name: string, text: string | number): string {
  return `<${name}>${escaped(String(text))}</${name}>`;
}
