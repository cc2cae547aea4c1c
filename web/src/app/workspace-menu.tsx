import {
  Button,
  Caption1,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import type { WorkspaceKey } from '../../../src/sdk/wire.ts';
import { changeWorkspace, idOf } from './enter.ts';

const useStyles = makeStyles({
  button: { minWidth: 0, overflow: 'hidden', fontWeight: tokens.fontWeightRegular },
  list: { maxHeight: '70vh' },
  group: { display: 'block', color: tokens.colorNeutralForeground3 },
});

type WorkspaceMenuProps = {
  readonly workspace: WorkspaceKey;
  readonly workspaces: readonly WorkspaceKey[];
};

/** The way to another workspace. */
export function WorkspaceMenu({ workspace, workspaces }: WorkspaceMenuProps) {
  const styles = useStyles();
  const change = (id: string | undefined) => {
    const next = workspaces.find((key) => idOf(key) === id);
    if (next !== undefined && next !== workspace) changeWorkspace(next);
  };
  return (
    <Menu
      checkedValues={{ workspace: [idOf(workspace)] }}
      onCheckedValueChange={(_, { checkedItems }) => change(checkedItems[0])}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          className={styles.button}
          icon={<ChevronDown16Regular />}
          iconPosition="after"
          aria-label={`Workspace ${workspace.name}`}
        >
          {workspace.name}
        </Button>
      </MenuTrigger>
      <MenuPopover className={styles.list}>
        <MenuList>
          {workspaces.map((key) => (
            <MenuItemRadio key={idOf(key)} name="workspace" value={idOf(key)}>
              {key.name}
              <Caption1 className={styles.group}>{key.resourceGroup}</Caption1>
            </MenuItemRadio>
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
