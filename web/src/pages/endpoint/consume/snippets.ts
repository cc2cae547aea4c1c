/** Ready code that calls an endpoint. Nothing in it is secret unless somebody asks for that. */

/** What the code needs to know. */
export type Call = {
  readonly endpoint: string;
  readonly uri: string;
  readonly authMode: 'Key' | 'AMLToken' | 'AADToken';
  /** Asked by name, past the split. */
  readonly deployment: string | undefined;
  /** JSON, as in the input editor. */
  readonly input: string;
  /** Stands in the code itself instead of a variable. */
  readonly credential: string | undefined;
};

export type Language = {
  readonly id: string;
  readonly label: string;
  readonly write: (call: Call) => string;
};

/** Shells and programs read the credential from it. */
export function variableOf({ authMode }: Pick<Call, 'authMode'>): string {
  return authMode === 'Key' ? 'ENDPOINT_KEY' : 'ENDPOINT_TOKEN';
}

/** The command that puts the credential into its variable. */
export function credentialCommand(call: Pick<Call, 'endpoint' | 'authMode'>): string {
  const member = call.authMode === 'Key' ? 'primaryKey' : 'accessToken';
  return `export ${variableOf(call)}="$(az ml online-endpoint get-credentials --name ${call.endpoint} --query ${member} --output tsv)"`;
}

export const languages: readonly Language[] = [
  { id: 'curl', label: 'curl', write: curl },
  { id: 'python', label: 'Python', write: python },
  { id: 'javascript', label: 'JavaScript', write: javascript },
  { id: 'csharp', label: 'C#', write: csharp },
];

const pick = 'azureml-model-deployment';

function curl(call: Call): string {
  const secret = call.credential ?? `$${variableOf(call)}`;
  return lines(
    call.credential === undefined ? credentialCommand(call) : undefined,
    `curl --fail-with-body "${call.uri}" \\`,
    `  --header "Authorization: Bearer ${secret}" \\`,
    `  --header "Content-Type: application/json" \\`,
    call.deployment === undefined ? undefined : `  --header "${pick}: ${call.deployment}" \\`,
    `  --data-binary @- <<'JSON'`,
    call.input,
    'JSON',
  );
}

function python(call: Call): string {
  const variable = variableOf(call);
  return lines(
    'import json',
    call.credential === undefined ? 'import os' : undefined,
    'import urllib.error',
    'import urllib.request',
    '',
    `uri = ${text(call.uri)}`,
    call.credential === undefined
      ? `credential = os.environ[${text(variable)}]`
      : `credential = ${text(call.credential)}`,
    // On lines of its own: a value that ends in a quote would end the string.
    'body = json.loads(r"""',
    call.input,
    '""")',
    '',
    'request = urllib.request.Request(uri, data=json.dumps(body).encode(), method="POST", headers={',
    '    "Authorization": f"Bearer {credential}",',
    '    "Content-Type": "application/json",',
    call.deployment === undefined ? undefined : `    ${text(pick)}: ${text(call.deployment)},`,
    '})',
    'try:',
    '    with urllib.request.urlopen(request) as response:',
    '        print(json.load(response))',
    'except urllib.error.HTTPError as error:',
    '    print(error.code, error.read().decode())',
    '    raise',
  );
}

function javascript(call: Call): string {
  const variable = variableOf(call);
  return lines(
    `const uri = ${text(call.uri)};`,
    `const credential = ${call.credential === undefined ? `process.env.${variable}` : text(call.credential)};`,
    `const body = ${call.input};`,
    '',
    'const response = await fetch(uri, {',
    "  method: 'POST',",
    '  headers: {',
    "    Authorization: 'Bearer ' + credential,",
    "    'Content-Type': 'application/json',",
    call.deployment === undefined ? undefined : `    '${pick}': ${text(call.deployment)},`,
    '  },',
    '  body: JSON.stringify(body),',
    '});',
    "if (!response.ok) throw new Error(response.status + ' ' + (await response.text()));",
    'console.log(await response.json());',
  );
}

function csharp(call: Call): string {
  const secret =
    call.credential === undefined
      ? `Environment.GetEnvironmentVariable(${text(variableOf(call))})`
      : text(call.credential);
  return lines(
    'using System.Net.Http.Headers;',
    'using System.Text;',
    '',
    `var uri = ${text(call.uri)};`,
    `var credential = ${secret};`,
    // A raw string: JSON never has three quotes in a row.
    'var body = """',
    call.input,
    '""";',
    '',
    'using var client = new HttpClient();',
    'using var request = new HttpRequestMessage(HttpMethod.Post, uri);',
    'request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);',
    call.deployment === undefined
      ? undefined
      : `request.Headers.Add(${text(pick)}, ${text(call.deployment)});`,
    'request.Content = new StringContent(body, Encoding.UTF8, "application/json");',
    '',
    'using var response = await client.SendAsync(request);',
    'var text = await response.Content.ReadAsStringAsync();',
    'if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{(int)response.StatusCode} {text}");',
    'Console.WriteLine(text);',
  );
}

/** A string literal that all of these languages read alike. */
function text(value: string): string {
  return JSON.stringify(value);
}

function lines(...given: readonly (string | undefined)[]): string {
  return given.filter((line) => line !== undefined).join('\n');
}
