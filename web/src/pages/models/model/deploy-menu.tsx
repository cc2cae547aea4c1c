import { Button, Menu, MenuItemLink, MenuList, MenuPopover, MenuTrigger } from '@fluentui/react-components';
import { Rocket20Regular } from '@fluentui/react-icons/svg/rocket';
import { useQuery } from '@tanstack/react-query';
import { paths } from '../../../app/paths.ts';
import { useWay } from '../../../parts/link.tsx';
import { endpointsQuery } from '../../endpoints/loader.ts';

/** Where the wizard begins with this model. */
export function DeployMenu({ model, version }: { readonly model: string; readonly version: string }) {
  const { data: endpoints = [] } = useQuery(endpointsQuery);
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <Button appearance="primary" icon={<Rocket20Regular />}>
          Deploy
        </Button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          <DeployItem to={paths.newEndpoint({ model, version })} text="Real-time endpoint: a new one" />
          {endpoints.map(({ name }) => (
            <DeployItem
              key={name}
              to={paths.newDeployment(name, { model, version })}
              text={`Real-time endpoint: ${name}`}
            />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function DeployItem({ to, text }: { readonly to: ReturnType<typeof paths.home>; readonly text: string }) {
  return <MenuItemLink {...useWay(to)}>{text}</MenuItemLink>;
}
