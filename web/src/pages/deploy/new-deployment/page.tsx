import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { usePathName } from '../../../app/address.ts';
import { paths } from '../../../app/paths.ts';
import { Page as Frame } from '../../../parts/page.tsx';
import { deploymentsQuery } from '../../endpoint/loader.ts';
import { Wizard } from '../wizard.tsx';

/** One more deployment behind an endpoint. */
export function Page() {
  const name = usePathName();
  const { data: deployments } = useSuspenseQuery(deploymentsQuery(name));
  const taken = useMemo(() => deployments.map((deployment) => deployment.name), [deployments]);
  return (
    <Frame
      title="Add a deployment"
      crumbs={[
        { text: 'Endpoints', to: paths.endpoints() },
        { text: name, to: paths.endpoint(name) },
      ]}
    >
      <Wizard key={name} endpoint={name} taken={taken} />
    </Frame>
  );
}
