import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { ArrowDownload20Regular } from '@fluentui/react-icons/svg/arrow-download';
import { useQuery } from '@tanstack/react-query';
import type { At } from '../../../../../src/sdk/assets.ts';
import { ErrorBar } from '../../../parts/error-bar.tsx';
import { Section } from '../../../parts/section.tsx';
import { sizeOf } from '../../../parts/upload/size.ts';
import { useDownload } from './handle.ts';
import { filesQuery } from './loader.ts';

const useStyles = makeStyles({
  list: { margin: 0, padding: 0, listStyleType: 'none', maxHeight: '420px', overflowY: 'auto' },
  row: {
    display: 'flex',
    alignItems: 'center',
    gap: '12px',
    padding: '2px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    ':first-child': { borderTop: 'none' },
  },
  path: { flex: '1 1 auto', minWidth: 0, overflowWrap: 'anywhere', fontFamily: tokens.fontFamilyMonospace },
  size: { flexShrink: 0, color: tokens.colorNeutralForeground2 },
});

/** The files of a version, each to be saved on this computer. */
export function Files({ at }: { readonly at: At }) {
  const styles = useStyles();
  const { data: files = [], error, refetch } = useQuery(filesQuery(at));
  const download = useDownload(at);
  return (
    <Section title="Files">
      <ErrorBar error={error} onRetry={() => void refetch()} />
      <ErrorBar error={download.error} />
      <ul className={styles.list}>
        {files.map(({ path, size }) => (
          <li key={path} className={styles.row}>
            <span className={styles.path}>{path}</span>
            <span className={styles.size}>{sizeOf(size)}</span>
            <Button
              appearance="subtle"
              icon={<ArrowDownload20Regular />}
              aria-label={`Download ${path}`}
              title="Download"
              disabled={download.isPending}
              onClick={() => download.mutate(path)}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
