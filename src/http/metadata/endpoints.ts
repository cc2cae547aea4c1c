import { type Answer, type Http, ok } from '../answer.ts';

/** GET /metadata/endpoints: what a client that is told of this cloud reads first, before it has a credential. */
export async function metadataEndpoints(http: Http): Promise<Answer> {
  const url = http.secureUrl();
  return ok([
    {
      name: 'Teal',
      portal: url,
      resourceManager: `${url}/`,
      authentication: {
        loginEndpoint: `${url}/`,
        audiences: [`${url}/`, 'https://management.azure.com/'],
        tenant: 'common',
        identityProvider: 'AAD',
      },
      // The account's name carries the address of this Teal, so that no name has to be resolved.
      suffixes: { storage: 'core.windows.net' },
      media: url,
      graphAudience: url,
      graph: url,
      batch: url,
      sqlManagement: url,
      vmImageAliasDoc: url,
      gallery: url,
    },
  ]);
}
