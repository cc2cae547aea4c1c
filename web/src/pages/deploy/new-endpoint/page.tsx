import { paths } from '../../../app/paths.ts';
import { Page as Frame } from '../../../parts/page.tsx';
import { Wizard } from '../wizard.tsx';

const none: readonly string[] = [];

/** A new endpoint and its first deployment. */
export function Page() {
  return (
    <Frame title="Create an endpoint" crumbs={[{ text: 'Endpoints', to: paths.endpoints() }]}>
      <Wizard endpoint={undefined} taken={none} />
    </Frame>
  );
}
