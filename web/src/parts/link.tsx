/** Links to Studio's own places: they change the page without loading it anew, and open in a new tab like any link. */
import { Button, type ButtonProps, Link, type LinkProps } from '@fluentui/react-components';
import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent, ReactNode } from 'react';
import { hrefOf, type Place } from '../app/paths.ts';

type ToPlace = { readonly to: Place; readonly children: ReactNode };

/** In running text and in tables. */
export function TextLink({ to, ...more }: ToPlace & Omit<LinkProps, 'href' | 'as'>) {
  return <Link {...(more as object)} {...useWay(to)} />;
}

/** Looks like a button, and is a link. */
export function ButtonLink({ to, ...more }: ToPlace & Omit<ButtonProps, 'as'>) {
  return <Button as="a" {...(more as object)} {...useWay(to)} />;
}

/** Without a look of its own. */
export function PlainLink({ to, children, ...more }: ToPlace & AnchorHTMLAttributes<HTMLAnchorElement>) {
  return (
    <a {...more} {...useWay(to)}>
      {children}
    </a>
  );
}

/** What an anchor needs to lead there. */
export function useWay(to: Place) {
  const router = useRouter();
  return {
    href: hrefOf(to),
    onClick: (event: MouseEvent) => {
      if (isForBrowser(event)) return;
      event.preventDefault();
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
