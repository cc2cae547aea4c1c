import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { HTMLAttributes } from 'react';

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: '12px',
    boxSizing: 'border-box',
    padding: '16px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
  },
});

/** What belongs together, on a ground of its own. Fluent's Card is the same with selection and menus, and ten times the code. */
export function Panel({ className, ...more }: HTMLAttributes<HTMLDivElement>) {
  return <div {...more} className={mergeClasses(useStyles().root, className)} />;
}
