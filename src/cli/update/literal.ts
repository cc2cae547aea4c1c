/**
 * The value of `--set path=value` on update: JSON, else a Python literal (`True`, `None`, `'text'`, `{'a': 1}`), else
 * the text itself.
 */
export function parseLiteral(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const reader = { text, at: 0 };
    const value = read(reader);
    skip(reader);
    return value === undefined || reader.at < text.length ? text : value.is;
  }
}

type Reader = { readonly text: string; at: number };
type Read = { readonly is: unknown } | undefined;

const words: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

function read(reader: Reader): Read {
  skip(reader);
  const start = reader.text[reader.at];
  if (start === '{') return readMap(reader);
  if (start === '[') return readList(reader, ']');
  if (start === '(') return readList(reader, ')');
  if (start === "'" || start === '"') return readText(reader, start);
  const word = /^(?:True|False|None|[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)/.exec(
    reader.text.slice(reader.at),
  )?.[0];
  if (word === undefined) return undefined;
  reader.at += word.length;
  return { is: word in words ? words[word] : Number(word) };
}

function readText(reader: Reader, quote: string): Read {
  const found = new RegExp(`^${quote}((?:[^${quote}\\\\]|\\\\.)*)${quote}`).exec(
    reader.text.slice(reader.at),
  );
  if (found === null) return undefined;
  reader.at += found[0].length;
  return {
    is: (found[1] ?? '').replace(/\\(.)/g, (_, letter) => ({ n: '\n', t: '\t' })[letter as string] ?? letter),
  };
}

function readList(reader: Reader, close: string): Read {
  const items: unknown[] = [];
  reader.at++;
  while (!taken(reader, close)) {
    const item = read(reader);
    if (item === undefined) return undefined;
    items.push(item.is);
    if (!taken(reader, ',') && reader.text[reader.at] !== close) return undefined;
  }
  return { is: items };
}

function readMap(reader: Reader): Read {
  const members: [string, unknown][] = [];
  reader.at++;
  while (!taken(reader, '}')) {
    const key = read(reader);
    if (key === undefined || !taken(reader, ':')) return undefined;
    const value = read(reader);
    if (value === undefined) return undefined;
    members.push([String(key.is), value.is]);
    if (!taken(reader, ',') && reader.text[reader.at] !== '}') return undefined;
  }
  return { is: Object.fromEntries(members) };
}

function taken(reader: Reader, sign: string): boolean {
  skip(reader);
  if (reader.text[reader.at] !== sign) return false;
  reader.at++;
  skip(reader);
  return true;
}

function skip(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at++;
}
