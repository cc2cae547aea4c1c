/** What the address of a page says, read and written in one way. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';

/** The `$name` of the page's pattern. */
export function usePathName(): string {
  const { name } = useParams({ strict: false }) as { readonly name?: string };
  if (name === undefined) throw new Error('This page has no name in its address.');
  return name;
}

/**
 * One text behind the question mark, '' when it is not there: a filter or a choice that survives a reload, and that a link
 * can carry. Setting it adds no step to the browser's way back.
 */
export function useAsked(name: string): readonly [string, (value: string) => void] {
  const { [name]: asked = '' } = useSearch({ strict: false }) as Readonly<Record<string, string | undefined>>;
  const navigate = useNavigate();
  // The address follows a moment later; what is being typed does not wait for it.
  const [text, setText] = useState(asked);
  const ours = useRef(new Set<string>());
  useEffect(() => {
    if (!ours.current.delete(asked)) setText(asked);
  }, [asked]);
  const set = useCallback(
    (value: string) => {
      ours.current.add(value);
      setText(value);
      void navigate({
        to: '.',
        search: (before: Readonly<Record<string, unknown>>) => ({ ...before, [name]: value || undefined }),
        replace: true,
      });
    },
    [name, navigate],
  );
  return [text, set];
}
