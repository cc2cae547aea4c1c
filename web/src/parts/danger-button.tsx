import { Button, type ButtonProps, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { DialogButton } from './dialog-button.tsx';

type DangerButtonProps = Omit<ButtonProps, 'as' | 'appearance'>;

const useStyles = makeStyles({
  does: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundStaticInverted,
    ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover },
    ':hover:active': { backgroundColor: tokens.colorStatusDangerBackground3Pressed },
    ':hover:disabled, :disabled, [aria-disabled="true"]': {
      backgroundColor: tokens.colorNeutralBackgroundDisabled,
      color: tokens.colorNeutralForegroundDisabled,
    },
  },
  asks: {
    color: tokens.colorStatusDangerForeground3,
    ':hover': {
      color: tokens.colorStatusDangerForeground3,
      borderTopColor: tokens.colorStatusDangerBorder2,
      borderRightColor: tokens.colorStatusDangerBorder2,
      borderBottomColor: tokens.colorStatusDangerBorder2,
      borderLeftColor: tokens.colorStatusDangerBorder2,
    },
    ':hover:active': { color: tokens.colorStatusDangerForeground3 },
  },
});

/** Does what cannot be taken back: the last button of a dialog that asked. */
export function DangerButton(props: DangerButtonProps) {
  const styles = useStyles();
  return (
    <Button
      {...(props as object)}
      appearance="primary"
      className={mergeClasses(styles.does, props.className)}
    />
  );
}

/** Opens the dialog that asks before that. */
export function DangerDialogButton(props: DangerButtonProps) {
  const styles = useStyles();
  return <DialogButton {...(props as object)} className={mergeClasses(styles.asks, props.className)} />;
}
