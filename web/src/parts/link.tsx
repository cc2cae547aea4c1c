/** Links to Studio's own places: they change the page without loading it anew, and open in a new tab like any link. */
import { Button, type ButtonProps, Link, type LinkProps } from '@fluentui/react-components';
import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';
import { hrefOf, type Place } from '../app/paths.ts';

type ToPlace = {
  readonly to: Place;
  readonly children: ReactNode;
  /** Called when it leads away on this page: what lies above it may close. */
  readonly onLeave?: () => void;
};

/** In running text and in tables. */
export function TextLink({ to, onLeave, ...more }: ToPlace & Omit<LinkProps, 'href' | 'as'>) {
  return <Link {...(more as object)} {...useWay(to, onLeave)} />;
}

/** Looks like a button, and is a link. */
export function ButtonLink({ to, onLeave, ...more }: ToPlace & Omit<ButtonProps, 'as'>) {
  return <Button as="a" {...(more as object)} {...useWay(to, onLeave)} />;
}

/** Without a look of its own. */
export function PlainLink({
  to,
  onLeave,
  children,
  ...more
}: ToPlace & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...more} {...useWay(to, onLeave)}>
      {children}
    </a>
  );
}

/** What an anchor needs to lead there. */
export function useWay(to: Place, onLeave?: () => void) {
  const router = useRouter();
  return {
    href: hrefOf(to),
    onClick: (event: MouseEvent) => {
      if (isForBrowser(event)) return;
      event.preventDefault();
      onLeave?.();
      void router.navigate({ to: to.to, search: to.search });
    },
    onMouseEnter: () => void router.preloadRoute({ to: to.to, search: to.search }).catch(() => undefined),
  };
}

/** A new tab, a new window, a download: what the browser does with modified clicks. */
function isForBrowser(event: MouseEvent): boolean {
  return (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  );
}
