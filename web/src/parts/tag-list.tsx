import { Badge, makeStyles } from '@fluentui/react-components';
import type { StringMap } from '../../../src/sdk/wire.ts';

const useStyles = makeStyles({
  root: { display: 'flex', flexWrap: 'wrap', gap: '4px', maxHeight: '44px', overflow: 'hidden' },
  tag: { maxWidth: '100%', overflowWrap: 'anywhere', height: 'auto', whiteSpace: 'normal' },
});

type Tags = StringMap | null | undefined;

/** For filters and orders. */
export function tagsInWords(tags: Tags): string {
  return Object.entries(tags ?? {})
    .map(([name, value]) => (value ? `${name}: ${value}` : name))
    .join(', ');
}

export function TagList({ tags }: { readonly tags: Tags }) {
  const styles = useStyles();
  const entries = Object.entries(tags ?? {});
  if (entries.length === 0) return <>–</>;
  return (
    <span className={styles.root} title={tagsInWords(tags)}>
      {entries.map(([name, value]) => (
        <Badge key={name} appearance="outline" color="informative" className={styles.tag}>
          {value ? `${name}: ${value}` : name}
        </Badge>
      ))}
    </span>
  );
}
