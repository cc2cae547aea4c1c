import { makeStyles } from '@fluentui/react-components';
import type { EndpointResource } from '../../../../src/sdk/wire.ts';
import { paths } from '../../app/paths.ts';
import { TextLink } from '../../parts/link.tsx';
import { SplitBar } from '../../parts/split-bar.tsx';

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', gap: '6px', minWidth: 0, width: '100%' },
  name: { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  // Where the column of the split has no room.
  split: { display: 'none', '@media (max-width: 505px)': { display: 'block' } },
});

/** The name, and on a narrow screen the split below it. */
export function NameCell({ endpoint }: { readonly endpoint: EndpointResource }) {
  const styles = useStyles();
  const { name, properties } = endpoint;
  return (
    <span className={styles.root}>
      <TextLink to={paths.endpoint(name)} className={styles.name} title={name}>
        {name}
      </TextLink>
      <span className={styles.split}>
        <SplitBar split={properties.traffic} isBare />
      </span>
    </span>
  );
}
