/** What stands around every page: header, navigation, the bar of a lost connection. */
import { Link, makeStyles, tokens } from '@fluentui/react-components';
import { useQueryClient } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ConnectionBar } from './connection-bar.tsx';
import { signInAgain } from './enter.ts';
import { Header } from './header.tsx';
import { startLive } from './live.ts';
import { Navigation } from './navigation.tsx';
import { narrow } from './shell-sizes.ts';

const useStyles = makeStyles({
  root: {
    display: 'grid',
    height: '100dvh',
    gridTemplateColumns: '208px minmax(0, 1fr)',
    gridTemplateRows: 'auto minmax(0, 1fr)',
    gridTemplateAreas: '"header header" "navigation main"',
    backgroundColor: tokens.colorNeutralBackground2,
    [narrow]: {
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridTemplateRows: 'auto auto minmax(0, 1fr)',
      gridTemplateAreas: '"header" "navigation" "main"',
    },
  },
  header: { gridArea: 'header' },
  navigation: { gridArea: 'navigation' },
  main: {
    gridArea: 'main',
    display: 'flex',
    flexDirection: 'column',
    overflowY: 'auto',
    outlineStyle: 'none',
  },
  skip: {
    position: 'absolute',
    top: '-100px',
    left: '8px',
    zIndex: 10,
    padding: '8px 12px',
    backgroundColor: tokens.colorNeutralBackground1,
    ':focus': { top: '8px' },
  },
});

const mainId = 'main';

export function Shell() {
  const styles = useStyles();
  const queries = useQueryClient();
  useEffect(() => startLive(queries, signInAgain), [queries]);
  const skip = (event: React.MouseEvent) => {
    event.preventDefault();
    document.getElementById(mainId)?.focus();
  };
  return (
    <div className={styles.root}>
      <Link className={styles.skip} href={`#${mainId}`} onClick={skip}>
        Skip to the page
      </Link>
      <Header className={styles.header} />
      <Navigation className={styles.navigation} />
      <main className={styles.main} id={mainId} tabIndex={-1}>
        <ConnectionBar />
        <Outlet />
      </main>
    </div>
  );
}
