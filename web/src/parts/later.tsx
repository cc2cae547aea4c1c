import { type ComponentType, lazy, Suspense } from 'react';

/**
 * A component whose code comes when it is first shown, for what a page can do without: dialogs above all.
 * `later(async () => (await import('./scale-dialog.tsx')).ScaleDialog)`.
 */
export function later<Props extends object>(open: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Inner = lazy(async () => ({ default: await open() })) as unknown as ComponentType<Props>;
  return function Later(props: Props) {
    return (
      <Suspense fallback={null}>
        <Inner {...props} />
      </Suspense>
    );
  };
}
