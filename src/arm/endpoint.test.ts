import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EndpointSpec } from '../domain/endpoint.ts';
import { endpointSpec, renderEndpoint } from './endpoint.ts';
import { endpointId, workspaceId } from './ids.ts';

const workspace = { subscription: 's', resourceGroup: 'G', name: 'w', location: 'westus' };
const id = endpointId(workspace, 'churn');
const around = {
  workspace,
  scoringBase: 'https://localhost:8443/api/v1/endpoint/churn',
  operationUri: 'https://localhost/operations/1',
};
const identityId = `${workspaceId(workspace)}/userAssignedIdentities/me`;

const render = (spec: EndpointSpec) =>
  renderEndpoint(
    {
      uid: 'E',
      workspaceUid: 'W',
      name: 'churn',
      spec,
      keys: { primary: 'secret-1', secondary: 'secret-2' },
      generation: 3,
      observedGeneration: 3,
      version: 1,
      deleting: false,
      createdAt: 0,
      createdBy: 'ann',
      modifiedAt: 1000,
      modifiedBy: 'ben',
    },
    around,
  );

/** What a client gets when it reads an endpoint. */
const got = (spec: EndpointSpec): unknown => JSON.parse(JSON.stringify(render(spec)));

/** An endpoint as the Python SDK sends it, every member set. */
const full = {
  location: 'westus',
  tags: { team: 'risk' },
  identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } },
  properties: {
    authMode: 'AMLToken',
    description: 'Who leaves?',
    properties: { note: 'x' },
    traffic: { blue: 90, green: 10 },
    mirrorTraffic: { red: 5 },
    publicNetworkAccess: 'disabled',
    compute: `${workspaceId(workspace)}/computes/k8s`,
  },
};

const least = {
  location: 'westus',
  tags: {},
  identity: { type: 'SystemAssigned' },
  properties: { authMode: 'Key', properties: {}, traffic: {}, mirrorTraffic: {} },
};

describe('the body of an endpoint', () => {
  test('is read with every member', () => {
    expect(endpointSpec(full)).toEqual({
      spec: {
        description: 'Who leaves?',
        tags: { team: 'risk' },
        properties: { note: 'x' },
        authMode: 'aml_token',
        identity: { type: 'UserAssigned', userAssigned: [identityId] },
        traffic: { blue: 90, green: 10 },
        mirror: { red: 5 },
        publicNetworkAccess: 'disabled',
        compute: full.properties.compute,
      },
      keys: undefined,
    });
  });

  test('may say nothing at all', () => {
    expect(endpointSpec({ properties: {} }).spec).toEqual(endpointSpec(least).spec);
    expect(endpointSpec(least).spec).toMatchObject({
      authMode: 'key',
      identity: { type: 'SystemAssigned', userAssigned: [] },
      publicNetworkAccess: 'enabled',
      compute: null,
    });
  });

  test('may bring keys', () => {
    const keys = { primaryKey: 'one', secondaryKey: 'two' };
    expect(endpointSpec({ properties: { keys } }).keys).toEqual(keys);
  });

  test('may spell words as users do', () => {
    const body = {
      identity: { type: 'systemassigned, userassigned' },
      properties: { authMode: 'aadtoken', publicNetworkAccess: 'DISABLED' },
    };
    expect(endpointSpec(body).spec).toMatchObject({
      identity: { type: 'SystemAssigned,UserAssigned' },
      authMode: 'aad_token',
      publicNetworkAccess: 'disabled',
    });
  });

  test('loses traffic of nothing, whatever its case', () => {
    const { spec } = endpointSpec({
      properties: { traffic: { Blue: 100, green: 0 }, mirrorTraffic: { red: 0 } },
    });
    expect([spec.traffic, spec.mirror]).toEqual([{ blue: 100 }, {}]);
  });

  test.each<[string, string, object]>([
    ['properties.authMode', 'one of Key, AMLToken, AADToken', { properties: { authMode: 'None' } }],
    ['properties.traffic.blue', 'it must be number', { properties: { traffic: { blue: '90' } } }],
    ['properties.publicNetworkAccess', "is 'no'", { properties: { publicNetworkAccess: 'no' } }],
    ['properties.color', 'not a known field', { properties: { color: 1 } }],
    ['identity.type', 'SystemAssigned,UserAssigned', { properties: {}, identity: { type: 'Mine' } }],
    ['identity.type', 'is required', { properties: {}, identity: {} }],
    ['properties', 'is required', {}],
  ])('is refused when %s %s', (target, words, body) => {
    expect(() => endpointSpec(body)).toThrow(
      expect.objectContaining({ code: 'bad-argument', target, message: expect.stringContaining(words) }),
    );
  });
});

describe('an endpoint as ARM shows it', () => {
  test('has every member that official clients need, and no key', () => {
    const shown = render(endpointSpec(least).spec);
    expect(shown).toMatchObject({
      id,
      name: 'churn',
      kind: 'Managed',
      location: 'westus',
      identity: { type: 'SystemAssigned', principalId: 'E' },
      properties: {
        authMode: 'Key',
        traffic: {},
        mirrorTraffic: {},
        publicNetworkAccess: 'Enabled',
        scoringUri: 'https://localhost:8443/api/v1/endpoint/churn/score',
        swaggerUri: 'https://localhost:8443/api/v1/endpoint/churn/swagger.json',
        provisioningState: 'Succeeded',
        properties: {
          'azureml.onlineendpointid': id.toLowerCase(),
          createdAt: '1970-01-01T00:00:00.000000+0000',
          AzureAsyncOperationUri: around.operationUri,
        },
      },
      systemData: { createdBy: 'ann', lastModifiedAt: '1970-01-01T00:00:01.000Z' },
      etag: '"3"',
    });
    expect(JSON.stringify(shown)).not.toContain('secret');
  });

  test('shows who it is', () => {
    expect(render(endpointSpec(full).spec)).toMatchObject({
      kind: 'K8S',
      identity: { type: 'UserAssigned', userAssignedIdentities: { [identityId]: { clientId: 'E' } } },
    });
    expect(render(endpointSpec({ ...least, identity: { type: 'None' } }).spec).identity).toEqual({
      type: 'None',
    });
  });
});

describe('what was read and is sent back', () => {
  test.each([
    ['of the least', least],
    ['of a full one', full],
    [
      'of one with both identities',
      { ...full, identity: { ...full.identity, type: 'SystemAssigned,UserAssigned' } },
    ],
    ['of one with no identity', { ...least, identity: { type: 'None' } }],
  ])('%s changes nothing', (_, body) => {
    const { spec } = endpointSpec(body);
    expect(endpointSpec(got(spec))).toEqual({ spec, keys: undefined });
  });

  test('changes nothing, whatever the endpoint', () => {
    const strings = fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.string(), { maxKeys: 3 });
    const percentages = fc.dictionary(
      fc.stringMatching(/^[a-z][a-z0-9]{2,8}$/),
      fc.integer({ min: 1, max: 10_000 }).map((hundredths) => hundredths / 100),
      { maxKeys: 3 },
    );
    const spec = fc.record<EndpointSpec>({
      description: fc.option(fc.string()),
      tags: strings,
      properties: strings,
      authMode: fc.constantFrom('key', 'aml_token', 'aad_token'),
      identity: fc.constant({ type: 'SystemAssigned', userAssigned: [] }),
      traffic: percentages,
      mirror: percentages,
      publicNetworkAccess: fc.constantFrom('enabled', 'disabled'),
      compute: fc.option(fc.string({ minLength: 1 })),
    });
    fc.assert(
      fc.property(spec, (one) => {
        expect(endpointSpec(got(one)).spec).toEqual(one);
      }),
      { numRuns: 200 },
    );
  });
});
