/** The record itself, for who checks it: place in the chain, hashes, operation. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';
import type { HistoryEntry } from '../../../../../src/sdk/wire.ts';
import { CopyButton } from '../../../parts/copy-button.tsx';
import { Fact, Facts } from '../../../parts/facts.tsx';

const useStyles = makeStyles({
  mono: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    overflowWrap: 'anywhere',
  },
});

export function EntryRecord({ entry: { properties } }: { readonly entry: HistoryEntry }) {
  const styles = useStyles();
  const { sequence, operation, operationId, target, hash, previousHash } = properties;
  return (
    <Facts>
      <Fact name="Record">
        {`${sequence} (${operation})`}
        <CopyButton text={JSON.stringify(properties, null, 2)} what="the record as JSON" />
      </Fact>
      {operationId !== null && (
        <Fact name="Operation">
          <Text className={styles.mono}>{operationId}</Text>
        </Fact>
      )}
      <Fact name="Changed">
        <Text className={styles.mono}>{target}</Text>
      </Fact>
      <Fact name="Hash">
        <Text className={styles.mono}>{hash}</Text>
      </Fact>
      <Fact name="Follows">
        <Text className={styles.mono}>{previousHash}</Text>
      </Fact>
    </Facts>
  );
}
