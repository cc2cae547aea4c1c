import type { Call } from '../../call.ts';
import { Failure } from '../../failure.ts';

const bash = `_teal_complete() {
    local IFS=$'\\n'
    COMPREPLY=($("\${COMP_WORDS[0]}" __complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
    if [ "\${#COMPREPLY[@]}" -eq 0 ]; then
        COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
    fi
}
complete -o filenames -F _teal_complete teal az
`;

const zsh = `#compdef teal az
_teal_complete() {
    local -a found
    found=("\${(@f)$("\${words[1]}" __complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n "\${found[*]}" ]]; then
        compadd -- "\${found[@]}"
    else
        _files
    fi
}
compdef _teal_complete teal az
`;

const fish = `function __teal_complete
    set -l words (commandline -opc) (commandline -ct)
    $words[1] __complete -- $words[2..-1] 2>/dev/null
end
complete -c teal -a '(__teal_complete)'
complete -c az -a '(__teal_complete)'
`;

const scripts: Readonly<Record<string, string>> = { bash, zsh, fish };

/** `teal completion SHELL`: prints the script that makes a shell complete both programs. */
export async function run({ args, world }: Call): Promise<undefined> {
  const shell = args.positionals[0] ?? '';
  const script = scripts[shell];
  if (script === undefined) {
    throw new Failure(`'${shell}' is not one of ${Object.keys(scripts).join(', ')}.`, 2);
  }
  world.stdout.write(script);
  return undefined;
}
