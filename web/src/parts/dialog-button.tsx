import { Button, type ButtonProps, useRestoreFocusTarget } from '@fluentui/react-components';

/** A button that opens a dialog, which gives the focus back to it when it goes. */
export function DialogButton(props: Omit<ButtonProps, 'as'>) {
  return <Button {...(props as object)} {...useRestoreFocusTarget()} />;
}
