import { makeStyles, tokens } from '@fluentui/react-components';
import { sparkPath } from './spark-path.ts';

export type SparklineProps = {
  /** Equally far apart, oldest first. */
  readonly values: readonly number[];
  /** What it shows, in words. */
  readonly label: string;
};

const [width, height] = [88, 24];

const useStyles = makeStyles({
  root: { display: 'block', flexShrink: 0, overflow: 'visible' },
  line: {
    fill: 'none',
    stroke: tokens.colorBrandStroke1,
    strokeWidth: 1.5,
    vectorEffect: 'non-scaling-stroke',
  },
  area: { fill: tokens.colorBrandBackground2 },
});

/** A small curve without axes. */
export function Sparkline({ values, label }: SparklineProps) {
  const styles = useStyles();
  const line = sparkPath(values, width, height);
  return (
    <svg className={styles.root} width={width} height={height} role="img" aria-label={label}>
      <path className={styles.area} d={`${line}V${height}H0Z`} />
      <path className={styles.line} d={line} />
    </svg>
  );
}
