/** What applying would do, in words. */
import { makeStyles, Text, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  box: {
    backgroundColor: tokens.colorNeutralBackground3,
    borderRadius: tokens.borderRadiusMedium,
    padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
    display: 'flex',
    flexDirection: 'column',
    rowGap: tokens.spacingVerticalXXS,
  },
});

export function Effect({ words, isReady }: { readonly words: readonly string[]; readonly isReady: boolean }) {
  const styles = useStyles();
  return (
    <div className={styles.box} role="status" aria-label="What will change">
      <Text weight="semibold" size={200}>
        What will change
      </Text>
      {words.map((sentence) => (
        <Text key={sentence}>{sentence}</Text>
      ))}
      {words.length === 0 && (
        <Text>
          {isReady
            ? 'Nothing: this is how it is set now.'
            : 'That can be said once the numbers above add up.'}
        </Text>
      )}
    </div>
  );
}
