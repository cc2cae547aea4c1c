import { makeStyles, Subtitle1, Text, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

export type EmptyStateProps = {
  readonly title: string;
  readonly icon?: ReactNode;
  /** What this would be, and what to do to have it. */
  readonly children?: ReactNode;
  /** The button that does the next step. */
  readonly action?: ReactNode;
};

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '12px',
    padding: '48px 16px',
    textAlign: 'center',
    border: `1px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  icon: { fontSize: '40px', lineHeight: 1, color: tokens.colorBrandForeground1 },
  text: { maxWidth: '56ch', color: tokens.colorNeutralForeground2 },
});

/** Stands where a list would: says what belongs here and how it gets here. */
export function EmptyState({ title, icon, children, action }: EmptyStateProps) {
  const styles = useStyles();
  return (
    <div className={styles.root}>
      {icon !== undefined && (
        <span className={styles.icon} aria-hidden>
          {icon}
        </span>
      )}
      <Subtitle1 as="h2">{title}</Subtitle1>
      {children !== undefined && (
        <Text as="p" align="center" className={styles.text} block>
          {children}
        </Text>
      )}
      {action}
    </div>
  );
}
