/** The colours of deployments in bars and charts: the same name has the same colour on every page, where that can be. */
type Colour = { readonly light: string; readonly dark: string };

/** All have a contrast of 3 : 1 at least to the background of their theme. */
const palette: Readonly<Record<string, Colour>> = {
  blue: { light: '#0f6cbd', dark: '#62abf5' },
  green: { light: '#107c10', dark: '#5ec75a' },
  orange: { light: '#c4500a', dark: '#f7894a' },
  purple: { light: '#7a3db8', dark: '#b48ee8' },
  magenta: { light: '#bf0077', dark: '#ee5fb7' },
  gold: { light: '#8a6408', dark: '#e3b53a' },
  red: { light: '#c50f1f', dark: '#f1707b' },
  brown: { light: '#8e562e', dark: '#c79a72' },
  slate: { light: '#57606a', dark: '#a3adb8' },
};

/** A colour for each name: its own when it is the name of one, else the first that is free; they repeat when they run out. */
export function seriesColours(names: readonly string[], isDark: boolean): ReadonlyMap<string, string> {
  const shade = isDark ? 'dark' : 'light';
  const sorted = [...new Set(names)].sort();
  const free = Object.keys(palette).filter((colour) => !sorted.includes(colour));
  let next = 0;
  const pick = (name: string): Colour | undefined => {
    if (palette[name] !== undefined) return palette[name];
    const colours = free.length > 0 ? free : Object.keys(palette);
    return palette[colours[next++ % colours.length] ?? ''];
  };
  return new Map(sorted.map((name) => [name, pick(name)?.[shade] ?? 'currentColor']));
}

/** Strokes and gaps of lines: they tell apart what colours alone would. */
const dashes: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3], [5, 2], [14, 4]];

/** How lines of these colours are drawn, one by one: neighbours differ, and so do those of one colour. */
export function seriesDashes(colours: readonly string[]): readonly (readonly number[])[] {
  const taken = new Set<string>();
  return colours.map((colour, place) => {
    const offered = dashes.map((_, turn) => (place + turn) % dashes.length);
    const free = offered.find((dash) => !taken.has(`${colour} ${dash}`)) ?? place % dashes.length;
    taken.add(`${colour} ${free}`);
    return dashes[free] ?? [];
  });
}
