import {
  Button,
  Caption1,
  Menu,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { ChevronDown16Regular } from '@fluentui/react-icons/svg/chevron-down';
import { useQuery } from '@tanstack/react-query';
import { changeWorkspace, enteredQuery, idOf } from './enter.ts';

const useStyles = makeStyles({
  one: {
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    minWidth: 0,
    paddingLeft: '8px',
    color: tokens.colorNeutralForeground2,
  },
  many: { minWidth: 0, overflow: 'hidden', fontWeight: tokens.fontWeightRegular },
  group: { display: 'block', color: tokens.colorNeutralForeground3 },
});

/** The open workspace; a menu when there are more. */
export function WorkspaceMenu() {
  const styles = useStyles();
  const { data } = useQuery(enteredQuery);
  if (data === undefined) return null;
  const { workspace, workspaces } = data;
  if (workspaces.length < 2)
    return (
      <Text className={styles.one} title={`Workspace ${workspace.name} in ${workspace.resourceGroup}`}>
        {workspace.name}
      </Text>
    );
  return (
    <Menu
      checkedValues={{ workspace: [idOf(workspace)] }}
      onCheckedValueChange={(_, { checkedItems }) => {
        const next = workspaces.find((key) => idOf(key) === checkedItems[0]);
        if (next !== undefined && next !== workspace) changeWorkspace(next);
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <Button
          appearance="subtle"
          className={styles.many}
          icon={<ChevronDown16Regular />}
          iconPosition="after"
          aria-label={`Workspace ${workspace.name}`}
        >
          {workspace.name}
        </Button>
      </MenuTrigger>
      <MenuPopover>
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
