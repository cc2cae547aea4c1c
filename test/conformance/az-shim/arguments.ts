import { type Chapter, json, progress } from './row.ts';

/** How a line is read, before anything is asked of the server: part 0 and traps 1, 11, 16, 17, 19 of the contract. */
export const argumentRows: Chapter = {
  title: 'arguments',
  rows: [
    { what: 'help', line: 'az ml online-endpoint create --help', out: /--auth-mode[\s\S]*--no-wait/ },
    { what: 'help of a group', line: 'az ml online-deployment -h', out: /get-logs/ },
    {
      what: 'help wins over mistakes',
      line: 'az ml online-endpoint show --nope -h',
      out: /--name -n|--name/,
    },
    {
      what: 'trap 1: --endpoint is --endpoint-name',
      line: 'az ml online-deployment list --endpoint traps --query "[].name"',
      out: json(['blue']),
    },
    {
      what: 'trap 1: prefixes of -g, -w, the subscription and the output',
      line: 'az ml online-endpoint show --name traps --resource teal --workspace default --sub 00000000-0000-0000-0000-000000000000 --out tsv --query name',
      out: 'traps\n',
    },
    {
      what: 'trap 1: --option=value',
      line: 'az ml online-endpoint show --name=traps --query=name --output=tsv',
      out: 'traps\n',
    },
    {
      what: 'trap 1: a value glued to its letter, the last one wins',
      line: 'az ml online-endpoint show -nnone -ntraps --query name -otsv',
      out: 'traps\n',
    },
    ...(
      [
        ['az ml online-endpoint create --n x', '--n could match --name, --no-wait'],
        ['az ml online-deployment create --lo', '--lo could match --local, --local-enable-gpu'],
        ['az ml online-endpoint invoke --de x', '--de could match --deployment-name, --debug'],
        ['az ml online-endpoint update --f x', '--f could match --file, --force-string'],
      ] as const
    ).map(([line, err]) => ({ what: 'trap 1: an ambiguous prefix', line, code: 2, err })),
    {
      what: 'trap 11: -e is --web on endpoints, -n twice as long',
      line: 'az ml online-endpoint show -n traps -e --query name -o tsv',
      out: 'traps\n',
      err: /Studio|browser|page/i,
    },
    {
      what: 'trap 16: an unknown command says so on standard error',
      line: 'az ml online-endpont list',
      code: 2,
      err: /^ERROR: .*misspelled or not recognized.*Did you mean 'online-endpoint'\?/,
    },
    { what: 'group words are not abbreviated', line: 'az ml online-end list', code: 2, err: /^ERROR: / },
    { what: 'a group alone', line: 'az ml online-endpoint', code: 2, err: 'needs a command' },
    {
      what: 'missing options are named',
      line: 'az ml online-deployment show',
      code: 2,
      err: /arguments are required: --name\/-n, --endpoint-name\/-e/,
    },
    { what: 'a stray word', line: 'az ml online-endpoint show -n traps stray', code: 2, err: 'stray' },
    {
      what: 'a value outside the choices',
      line: 'az ml online-endpoint create -n abc --auth-mode kee',
      code: 2,
      err: "Did you mean 'key'?",
    },
    { what: 'an output format that is none', line: 'az ml online-endpoint list -o xml', code: 2, err: 'xml' },
    {
      what: 'a query is compiled before anything is sent',
      line: "az ml online-endpoint list --query '[?'",
      code: 2,
      err: 'is not a JMESPath expression',
    },
    {
      what: 'a three-state option takes true or false',
      line: 'az ml online-endpoint list --local yes',
      code: 2,
      err: 'yes',
    },
    {
      what: 'a three-state option that is false',
      line: 'az ml online-endpoint list --local false --query "[].name"',
      out: json(['traps']),
    },
    {
      what: 'trap 19: options that az does not have',
      line: 'az ml online-deployment create -f deployment.yml --with-package',
      code: 2,
      err: '--with-package',
    },
    {
      what: 'trap 19: a typing mistake of the documentation',
      line: 'az ml online-endpoint create -n abc --auth_mode key',
      code: 2,
      err: "Did you mean '--auth-mode'?",
    },
    {
      what: '@file stands for the text of the file',
      line: 'az ml online-endpoint update -n traps --traffic @blue.txt --query traffic',
      out: json({ blue: 100 }),
      err: progress('Updating endpoint traps'),
    },
    {
      what: '@- is standard input',
      line: 'echo traps | az ml online-endpoint show -n @- --query name -o tsv',
      out: 'traps\n',
    },
    {
      what: 'a file that is not there leaves @text as it is',
      line: 'az ml online-endpoint update -n traps --set tags.at=@nowhere --query tags.at; az ml online-endpoint update -n traps --remove tags.at -o none',
      out: '"@nowhere"\n',
      err: /^(Updating endpoint traps(: done .*)?\n){4}$/,
    },
    {
      what: '--verbose tells on standard error',
      line: 'az ml online-endpoint list --verbose --query "[].name" -o tsv',
      out: 'traps\n',
      err: /^INFO: /m,
    },
    { what: '--debug tells more', line: 'az version --debug -o none', err: /^INFO: /m },
    {
      what: 'options of Azure Policy are taken, with a warning',
      line: 'az ml online-endpoint list --acquire-policy-token --change-reference c -o none',
      err: /^WARNING: --acquire-policy-token has no effect/m,
    },
    {
      what: '--only-show-errors hides warnings',
      line: 'az ml online-endpoint list --change-reference c --only-show-errors -o none',
    },
  ],
};
