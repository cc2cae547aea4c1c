import { makeStyles } from '@fluentui/react-components';

/** A choice beside others: two of them share the line of a phone, and cut off what they have no room for. */
export const useChoiceStyles = makeStyles({
  root: {
    minWidth: 0,
    flex: '1 1 130px',
    maxWidth: '260px',
    gridTemplateColumns: 'minmax(0, 1fr)',
    '& span:has(> select)': { minWidth: 0 },
    '& select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' },
  },
});
