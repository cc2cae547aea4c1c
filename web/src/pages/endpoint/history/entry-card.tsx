import { Button, Caption1, makeStyles, Text, tokens } from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import { ChevronRight16Regular } from '@fluentui/react-icons/svg/chevron-right';
import { useState } from 'react';
import type { HistoryEntry } from '../../../../../src/sdk/wire.ts';
import { Panel } from '../../../parts/panel.tsx';
import { TimeStamp } from '../../../parts/time-stamp.tsx';
import { deedOf, isTraffic, rowsOf } from './differences.ts';
import { Differences } from './differences-table.tsx';
import { EntryRecord } from './entry-record.tsx';

const useStyles = makeStyles({
  card: { gap: '6px', padding: '10px 12px' },
  top: { display: 'flex', flexWrap: 'wrap', gap: '2px 12px', alignItems: 'baseline' },
  deed: { flex: '1 1 18rem', overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  reason: {
    borderLeft: `3px solid ${tokens.colorNeutralStroke1}`,
    paddingLeft: '8px',
    margin: 0,
    overflowWrap: 'anywhere',
  },
});

export function EntryCard({ entry }: { readonly entry: HistoryEntry }) {
  const styles = useStyles();
  const { properties } = entry;
  const rows = rowsOf(properties);
  const [isOpen, setOpen] = useState(false);
  // What people look for first is seen without a click.
  const brief = rows.filter(isTraffic);
  return (
    <Panel className={styles.card} role="article" aria-label={`Change ${properties.sequence}`}>
      <div className={styles.top}>
        <Text className={styles.deed}>
          <strong>{properties.who}</strong> {deedOf(properties)}
        </Text>
        <Caption1 className={styles.quiet}>
          <TimeStamp at={properties.at} />
        </Caption1>
        <Button
          size="small"
          appearance="subtle"
          aria-expanded={isOpen}
          aria-label={`Details of change ${properties.sequence}`}
          icon={isOpen ? <ChevronDown16Regular /> : <ChevronRight16Regular />}
          iconPosition="after"
          onClick={() => setOpen(!isOpen)}
        >
          Details
        </Button>
      </div>
      {properties.reason !== null && <blockquote className={styles.reason}>{properties.reason}</blockquote>}
      {!isOpen && brief.length > 0 && <Differences rows={brief} />}
      {isOpen && <Differences rows={rows} />}
      {isOpen && <EntryRecord entry={entry} />}
    </Panel>
  );
}
