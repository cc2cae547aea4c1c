/** A chart on a canvas: uPlot, told what to show and where the cursor stands. */
import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { dashesOf, type Line, placeOf } from './line.ts';
import type { Moments } from './moments.ts';
import { axisTime } from './words.ts';

export type Shown = {
  /** Seconds since 1970, equally far apart. */
  readonly times: Float64Array;
  readonly lines: readonly Line[];
  /** Of a number beside the vertical axis. */
  readonly axis: (value: number) => string;
  /** Colours of axes are read from the page anew when this changes. */
  readonly isDark: boolean;
};

export type Drawing = {
  show(shown: Shown): void;
  close(): void;
};

const height = 200;
/** A point at the pointer is a layer of its own for the browser; of more lines than these it would lag behind. */
const mostPointed = 8;

/** Draws into `place`, as wide as that is. */
export function openDrawing(place: HTMLElement, moments: Moments): Drawing {
  let plot: uPlot | undefined;
  let shape = '';
  let times = new Float64Array();
  const point = (): void => {
    if (plot !== undefined) pointAt(plot, times, moments.get());
  };
  const onMove = ({ clientX }: PointerEvent): void => {
    if (plot === undefined || times.length === 0) return;
    const at = plot.posToVal(clientX - plot.over.getBoundingClientRect().left, 'x');
    moments.set(times[placeOf(times, at)]);
  };
  const onLeave = (): void => moments.set(undefined);
  place.addEventListener('pointermove', onMove);
  place.addEventListener('pointerleave', onLeave);
  const ended = moments.watch(point);
  const sized = new ResizeObserver(() => plot?.setSize({ width: place.clientWidth, height }));
  sized.observe(place);
  return {
    show: (shown) => {
      times = shown.times as Float64Array<ArrayBuffer>;
      const next = shapeOf(shown);
      if (plot === undefined || next !== shape) {
        plot?.destroy();
        plot = new uPlot(optionsOf(place, shown), aligned(shown), place);
        shape = next;
      } else plot.setData(aligned(shown));
      point();
    },
    close: () => {
      ended();
      sized.disconnect();
      place.removeEventListener('pointermove', onMove);
      place.removeEventListener('pointerleave', onLeave);
      plot?.destroy();
    },
  };
}

/** What a plot cannot change once it is made. */
function shapeOf({ times, lines, isDark }: Shown): string {
  const dashes = dashesOf(times, lines);
  return [isDark, ...lines.map(({ key, colour }, index) => `${key} ${colour} ${dashes[index]}`)].join('\n');
}

/** uPlot leaves a gap at null, and knows no NaN: only curves with gaps are copied. */
function aligned({ times, lines }: Shown): uPlot.AlignedData {
  const columns = lines.map(({ values }) => {
    const drawn = values.subarray(0, times.length);
    return drawn.some(Number.isNaN)
      ? Array.from(drawn, (value) => (Number.isNaN(value) ? null : value))
      : drawn;
  });
  return [times, ...columns];
}

function pointAt(plot: uPlot, times: Float64Array, at: number | undefined): void {
  const time = at === undefined ? undefined : times[placeOf(times, at)];
  if (time === undefined) plot.setCursor({ left: -10, top: -10 }, false);
  else plot.setCursor({ left: plot.valToPos(time, 'x'), top: 1 }, false);
}

/** The pointer is followed by ourselves: all charts of a page follow the one that it is over. */
const deaf = () => null;
const bind = {
  mousedown: deaf,
  mouseup: deaf,
  click: deaf,
  dblclick: deaf,
  mousemove: deaf,
  mouseleave: deaf,
  mouseenter: deaf,
};

function optionsOf(place: HTMLElement, { times, lines, axis }: Shown): uPlot.Options {
  const style = getComputedStyle(place);
  const dashes = dashesOf(times, lines);
  const stroke = style.getPropertyValue('--colorNeutralForeground2');
  const grid = { stroke: style.getPropertyValue('--colorNeutralStroke2'), width: 1 };
  const looks = { stroke, grid, ticks: { show: false }, font: `12px ${style.fontFamily}` };
  return {
    width: place.clientWidth,
    height,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false, setScale: false },
      points: { show: lines.length <= mostPointed },
      bind,
    },
    scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
    axes: [
      { ...looks, size: 28, space: 64, values: (_, splits) => splits.map(axisTime) },
      { ...looks, size: 56, values: (_, splits) => splits.map(axis) },
    ],
    series: [
      {},
      ...lines.map(({ label, colour }, index) => ({
        label,
        stroke: colour,
        width: 1.75,
        dash: [...(dashes[index] ?? [])],
        points: { show: true, size: 5, stroke: colour, fill: colour, filter: lonely },
      })),
    ],
  };
}

/** Values without a neighbour: a line has none to be drawn to. */
function lonely({ data }: uPlot, series: number): number[] {
  const values = data[series] ?? [];
  const isThere = (place: number): boolean => (values[place] ?? null) !== null;
  return Array.from(values, (_, place) => place).filter(
    (place) => isThere(place) && !isThere(place - 1) && !isThere(place + 1),
  );
}
