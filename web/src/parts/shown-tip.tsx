import { Tooltip } from '@fluentui/react-components';

export type ShownTipProps = {
  readonly content: string;
  readonly target: HTMLElement | null;
  /** The pointer is on the tip. */
  readonly onStay: () => void;
  readonly onLeave: () => void;
  /** Escape, or another tip. */
  readonly onEnd: () => void;
};

/** A tip beside what it is about; `Tip` says for how long. */
export function ShownTip({ content, target, onStay, onLeave, onEnd }: ShownTipProps) {
  return (
    <Tooltip
      visible
      relationship="inaccessible"
      positioning={{ target }}
      content={{ children: content, onPointerEnter: onStay, onPointerLeave: onLeave }}
      onVisibleChange={(_, { visible }) => !visible && onEnd()}
    />
  );
}
